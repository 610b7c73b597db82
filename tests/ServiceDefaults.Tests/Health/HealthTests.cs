using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Trawl.ServiceDefaults.Events;
using Trawl.ServiceDefaults.Messaging;
using Trawl.TestSupport;

namespace Trawl.ServiceDefaults.Tests.Health;

public sealed class HealthTests
{
    [Fact]
    [Trait("Seed", "S1.32")]
    public async Task A_process_with_its_bus_started_is_healthy_and_says_why()
    {
        await using var host = await TestHost.StartAsync(configure: builder => builder.AddMessaging(allowInMemory: true));

        await WaitForAsync(host, "/health/ready", HttpStatusCode.OK);
        var report = await host.Client.GetFromJsonAsync<JsonElement>("/health");

        Assert.Equal("healthy", report.GetProperty("status").GetString());
        var check = report.GetProperty("checks").GetProperty("broker");
        Assert.Equal("healthy", check.GetProperty("status").GetString());
        Assert.True(check.GetProperty("durationMs").GetDouble() >= 0);
    }

    [Fact]
    public async Task A_failing_check_makes_it_unready_but_not_dead()
    {
        await using var host = await TestHost.StartAsync(configure: builder =>
            builder.Services.AddHealthChecks().AddCheck("database", () => HealthCheckResult.Unhealthy("Migrations are not done.")));

        var ready = await host.Client.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        var check = (await ready.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("checks").GetProperty("database");
        Assert.Equal(("unhealthy", "Migrations are not done."), (check.GetProperty("status").GetString(), check.GetProperty("description").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/health/live")).StatusCode);
    }

    [Fact]
    public async Task It_is_ready_only_while_the_broker_is_there()
    {
        await using var broker = await RabbitMqServer.StartAsync();
        await broker.StopAsync();
        await using var host = await TestHost.StartAsync(
            configure: builder => builder.AddMessaging(), args: $"--ConnectionStrings:Broker={broker.ConnectionString}");
        host.Services.GetRequiredService<IEventSubscriber>().Start(_ => { }, () => { });

        await WaitForAsync(host, "/health/ready", HttpStatusCode.ServiceUnavailable);
        await broker.RestartAsync();
        await WaitForAsync(host, "/health/ready", HttpStatusCode.OK);
        await broker.KillAsync();
        await WaitForAsync(host, "/health/ready", HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync("/health/live")).StatusCode);
        await broker.RestartAsync();
        await WaitForAsync(host, "/health/ready", HttpStatusCode.OK);
    }

    private static Task WaitForAsync(TestHost host, string path, HttpStatusCode expected) =>
        Eventually.TrueAsync(async () => (await host.Client.GetAsync(path)).StatusCode == expected, TimeSpan.FromSeconds(90), $"{path} answers {expected}");
}
