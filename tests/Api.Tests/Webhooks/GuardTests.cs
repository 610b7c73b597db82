using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Trawl.Api.Webhooks;
using Trawl.Api.Webhooks.Delivering;
using Trawl.TestSupport;
using Trawl.Web.Connecting;

namespace Trawl.Api.Tests.Webhooks;

/// <summary>Whom a webhook may speak to, judged when it is connected to.</summary>
public sealed class GuardTests
{
    private static readonly (string, string)[] Guarded = [("Crawler:AllowPrivateNetworks", "false"), ("Webhooks:Retries:0", "01:00:00")];

    [Fact]
    public async Task A_public_name_that_leads_to_a_private_address_is_not_spoken_to()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await WebhookHost.StartAsync(null, builder => builder.Services.Replace(ServiceDescriptor.Singleton<IHostResolver, Loopback>()), Guarded);
        var hook = await host.HookAsync($"https://public.invalid:{receiver.Port}/hook");
        await host.SayAsync();
        var delivery = (await host.DeliveriesAsync(hook, all => all is [{ Error: not null }]))[0];
        // Nor is the address told to who may be looking for it.
        Assert.Equal("The host has no address of the public internet.", delivery.Error);
        Assert.Empty(receiver.Received);
    }

    [Fact]
    public async Task Without_private_networks_plain_http_is_not_spoken_even_where_it_once_was()
    {
        var database = await MigratedDatabase.CreateAsync();
        await using var receiver = await Receiver.StartAsync();
        Hook hook;
        await using (var open = await WebhookHost.StartAsync(database))
            hook = await open.HookAsync(receiver.Url);
        await using var host = await WebhookHost.StartAsync(database, settings: Guarded);
        await host.SayAsync();
        Assert.Equal("Only https is allowed.", (await host.DeliveriesAsync(hook, all => all is [{ Error: not null }]))[0].Error);
        Assert.Empty(receiver.Received);
    }

    [Fact]
    public async Task A_certificate_must_be_trusted()
    {
        using var certificate = TestCertificate.For("localhost");
        await using var receiver = await Receiver.StartAsync(certificate: certificate);
        await using (var stranger = await WebhookHost.StartAsync(settings: ("Webhooks:Retries:0", "01:00:00")))
        {
            var refused = await stranger.HookAsync(receiver.Url);
            await stranger.SayAsync();
            Assert.Equal("The host's certificate or TLS was refused.", (await stranger.DeliveriesAsync(refused, all => all is [{ Error: not null }]))[0].Error);
            Assert.Empty(receiver.Received);
        }

        await using var friend = await WebhookHost.StartAsync(null, builder => builder.Services.Replace(ServiceDescriptor.Singleton(services =>
        {
            var options = services.GetRequiredService<IOptions<WebhooksOptions>>().Value;
            var rules = new ConnectRules(true, options.Timeout);
            var handler = GuardedHandler.Create(new GuardedConnector(services.GetRequiredService<IHostResolver>(), rules), rules);
            handler.SslOptions.CertificateChainPolicy = TestCertificate.Trusting(certificate);
            return new WebhookSender(handler, options, allowHttp: false, TimeProvider.System);
        })));
        await friend.HookAsync(receiver.Url);
        await friend.SayAsync();
        Assert.Equal("POST /hook", (await receiver.ReceiveAsync(1))[0].Request);
    }

    private sealed class Loopback : IHostResolver
    {
        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
    }
}
