using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.Webhooks;
using Trawl.Api.Webhooks.Delivering;

namespace Trawl.Api.Tests.Webhooks;

public sealed class ReplicaTests
{
    [Fact]
    public async Task Three_replicas_deliver_each_event_once_and_in_order()
    {
        var database = await MigratedDatabase.CreateAsync();
        await using var first = await WebhookHost.StartAsync(database);
        await using var second = await WebhookHost.StartAsync(database);
        await using var third = await WebhookHost.StartAsync(database);
        await using var one = await Receiver.StartAsync();
        await using var two = await Receiver.StartAsync();
        await using var bobs = await Receiver.StartAsync();
        Hook[] hooks = [await first.HookAsync(one.Url), await second.HookAsync(two.Url), await third.HookAsync(bobs.Url, "bob")];
        for (var i = 0; i < 10; i++)
            await Task.WhenAll(first.SayAsync(10), second.SayAsync(10), third.SayAsync(20, "bob"));

        foreach (var (receiver, hook) in new[] { (one, hooks[0]), (two, hooks[1]), (bobs, hooks[2]) })
        {
            await first.DeliveriesAsync(hook, all => all.Count == 200 && all.TrueForAll(d => d is { Status: DeliveryStatus.Delivered, Attempts: 1 }));
            Assert.Equal(Enumerable.Range(1, 200).Select(seq => (long)seq), receiver.Received.Select(e => e.Seq));
        }
    }

    [Fact]
    public async Task A_replica_that_dies_between_the_post_and_its_record_costs_a_second_post_under_the_same_id()
    {
        var database = await MigratedDatabase.CreateAsync();
        await using var receiver = await Receiver.StartAsync();
        Hook hook;
        using var died = new Died();
        // With one place, and that taken for ever, it takes nothing more: as good as dead.
        await using var dying = await WebhookHost.StartAsync(database, builder => Replace(builder, died), ("Webhooks:Concurrency", "1"));
        hook = await dying.HookAsync(receiver.Url);
        await dying.SayAsync(2);
        await died.Sent;

        await using var other = await WebhookHost.StartAsync(database);
        // First tries go one at a time: the second event waits for the first, which is taken to be on its way.
        Assert.Equal([1L], receiver.Received.Select(e => e.Seq));
        await using (var db = await other.ContextAsync())
        {
            var taken = await db.WebhookDeliveries.SingleAsync(d => d.WebhookId == hook.Id && d.Attempts == 1);
            Assert.InRange(taken.NextAttemptAt!.Value - taken.CreatedAt, TimeSpan.FromSeconds(29), TimeSpan.FromSeconds(60));
            // Its time is up.
            await db.WebhookDeliveries.Where(d => d.Id == taken.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.NextAttemptAt, DateTimeOffset.UtcNow));
        }

        var received = await receiver.ReceiveAsync(3);
        Assert.Equal([1L, 1, 2], received.Select(e => e.Seq).Order());
        Assert.Equal(2, received.Select(e => e.Id).Distinct().Count());
        await other.DeliveriesAsync(hook, all => all is [{ Status: DeliveryStatus.Delivered, Attempts: 2 }, { Status: DeliveryStatus.Delivered, Attempts: 1 }]);
        died.Release();
    }

    private static void Replace(WebApplicationBuilder builder, HttpMessageHandler handler)
    {
        builder.Services.RemoveAll<WebhookSender>();
        builder.Services.AddSingleton(services => new WebhookSender(
            handler, services.GetRequiredService<IOptions<WebhooksOptions>>().Value, allowHttp: true, TimeProvider.System));
    }

    /// <summary>Posts, and is never heard of again.</summary>
    private sealed class Died() : DelegatingHandler(new SocketsHttpHandler())
    {
        private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Sent => _sent.Task;

        public void Release() => _released.SetResult();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await base.SendAsync(request, cancellationToken);
            _sent.SetResult();
            await _released.Task;
            throw new InvalidOperationException("The test is over.");
        }
    }
}
