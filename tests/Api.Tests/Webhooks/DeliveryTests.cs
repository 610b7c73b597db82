using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Webhooks;

public sealed class DeliveryTests
{
    [Fact]
    public async Task Events_arrive_in_order_and_as_any_subscriber_sees_them()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await WebhookHost.StartAsync();
        await host.SayAsync(3);
        var hook = await host.HookAsync(receiver.Url);
        await host.SayAsync(20);
        await host.SayAsync(20, "bob");
        await host.SayAsync(20);
        var received = await receiver.ReceiveAsync(40);

        // What was said before there was a webhook, and to others, is none of its business.
        Assert.Equal(Enumerable.Range(4, 40).Select(seq => (long)seq), received.Select(e => e.Seq));
        Assert.Equal(40, received.Select(e => e.Id).Distinct().Count());
        Assert.All(received, e => Assert.Equal(("POST /hook", "application/json", "user:alice"), (e.Request, e.Headers["Content-Type"], e.Json.GetProperty("channel").GetString())));
        var first = received[0].Json;
        Assert.Equal(
            ["type", "channel", "jobId", "seq", "version", "timestamp", "traceparent", "data"], first.EnumerateObject().Select(p => p.Name));
        Assert.Equal("Said 0, with \"quotes\" and ünïcode", first.GetProperty("data").GetProperty("message").GetString());
        await host.DeliveriesAsync(hook, all => all.All(d => d is { Status: DeliveryStatus.Delivered, Attempts: 1, ResponseStatus: 204, NextAttemptAt: null, DeliveredAt: not null }));
        Assert.Equal(43, (await hook.ReadAsync()).GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task Tries_and_the_time_from_an_event_to_its_arrival_are_measured()
    {
        await using var receiver = await Receiver.StartAsync();
        var asked = 0;
        receiver.Answer = (context, e) => Receiver.Always(Interlocked.Increment(ref asked) == 1 ? 500 : 200)(context, e);
        await using var host = await WebhookHost.StartAsync();
        var hook = await host.HookAsync(receiver.Url);
        await host.SayAsync();
        await host.DeliveriesAsync(hook, all => all is [{ Status: DeliveryStatus.Delivered }]);
        var metrics = (await host.As("operator").GetAsync("/metrics")).Text;
        Assert.Contains("trawl_webhooks_attempts_total{outcome=\"delivered\"}", metrics, StringComparison.Ordinal);
        Assert.Contains("trawl_webhooks_attempts_total{outcome=\"failed\"}", metrics, StringComparison.Ordinal);
        Assert.Contains("trawl_webhooks_latency_seconds_count", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_that_is_deleted_hears_nothing_more()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var other = await Receiver.StartAsync();
        var release = new TaskCompletionSource();
        receiver.Answer = (_, _) => release.Task;
        await using var host = await WebhookHost.StartAsync();
        var hook = await host.HookAsync(receiver.Url);
        await host.HookAsync(other.Url);
        await host.SayAsync(10);
        await receiver.ReceiveAsync(1);
        Assert.Equal(HttpStatusCode.NoContent, (await hook.Owner.SendAsync(HttpMethod.Delete, hook.Path)).Status);
        release.SetResult();
        await host.SayAsync(10);
        await other.ReceiveAsync(20);
        Assert.Single(receiver.Received);
        Assert.Empty(await host.DeliveriesAsync(hook));
    }

    [Fact]
    public async Task Only_the_events_that_were_asked_for_are_pushed()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await WebhookHost.StartAsync();
        var hook = await host.HookAsync(receiver.Url, "alice", "completed", "failed");
        await host.SayAsync(5);
        await host.SayAsync(1, type: "completed");
        await host.SayAsync(5);
        await host.SayAsync(1, type: "failed");
        Assert.Equal(["completed", "failed"], (await receiver.ReceiveAsync(2)).Select(e => e.Type));
        Assert.Equal(2, (await host.DeliveriesAsync(hook)).Count);
    }

    [Fact]
    public async Task While_the_receiver_is_down_nothing_is_lost()
    {
        var receiver = await Receiver.StartAsync();
        var (url, port) = (receiver.Url, receiver.Port);
        await receiver.DisposeAsync();
        await using var host = await WebhookHost.StartAsync(settings: ("Webhooks:Retries:3", "00:00:30"));
        var hook = await host.HookAsync(url);
        await host.SayAsync(3);
        var tried = await host.DeliveriesAsync(hook, all => all.Count == 3 && all.TrueForAll(d => d is { Attempts: 4, Error: not null }));
        Assert.All(tried, d => Assert.Equal((null, "The host takes no connection."), (d.ResponseStatus, d.Error)));
        Assert.NotEqual(JsonValueKind.Null, (await hook.ReadAsync()).GetProperty("failingSince").ValueKind);

        await using var again = await Receiver.StartAsync(port);
        foreach (var delivery in tried)
            await hook.ReplayAsync(delivery.Id);
        var received = await again.ReceiveAsync(3);
        Assert.Equal(tried.Select(d => d.Id.ToString()).Order(), received.Select(e => e.Id).Order());
        await host.DeliveriesAsync(hook, all => all.TrueForAll(d => d.Status == DeliveryStatus.Delivered));
        Assert.Equal(JsonValueKind.Null, (await hook.ReadAsync()).GetProperty("failingSince").ValueKind);
    }

    [Fact]
    public async Task An_error_is_answered_with_another_try_under_the_same_id()
    {
        await using var receiver = await Receiver.StartAsync();
        var asked = 0;
        receiver.Answer = (context, _) => Receiver.Always(Interlocked.Increment(ref asked) <= 2 ? 500 : 200, "We are sorry.")(context, null!);
        await using var host = await WebhookHost.StartAsync();
        var hook = await host.HookAsync(receiver.Url);
        await host.SayAsync();
        var received = await receiver.ReceiveAsync(3);
        Assert.Single(received.Select(e => e.Id).Distinct());
        var delivery = (await host.DeliveriesAsync(hook, all => all[0].Status == DeliveryStatus.Delivered))[0];
        Assert.Equal((3, 200, null), (delivery.Attempts, delivery.ResponseStatus, delivery.Error));
    }

    [Fact]
    public async Task What_fails_does_not_hold_up_what_comes_after_it()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (context, e) => Receiver.Always(e.Seq == 2 ? 500 : 200)(context, e);
        await using var host = await WebhookHost.StartAsync(settings: ("Webhooks:Retries:0", "01:00:00"));
        var hook = await host.HookAsync(receiver.Url);
        await host.SayAsync(5);
        Assert.Equal([1L, 2, 3, 4, 5], (await receiver.ReceiveAsync(5)).Select(e => e.Seq));
        var failed = Assert.Single(await host.DeliveriesAsync(hook, all => all.Count(d => d.Status == DeliveryStatus.Delivered) == 4), d => d.Status == DeliveryStatus.Pending);
        Assert.Equal((2, 1, 500), (failed.Seq, failed.Attempts, failed.ResponseStatus));
    }

    [Theory]
    [InlineData("3600")]
    [InlineData("Fri, 31 Dec 2100 23:59:59 GMT")]
    public async Task A_receiver_that_says_when_is_left_alone_until_then_but_no_longer_than_a_day(string retryAfter)
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (context, e) =>
        {
            context.Response.Headers.RetryAfter = retryAfter;
            return Receiver.Always(429)(context, e);
        };
        await using var host = await WebhookHost.StartAsync();
        var hook = await host.HookAsync(receiver.Url);
        var before = DateTimeOffset.UtcNow;
        await host.SayAsync();
        var delivery = (await host.DeliveriesAsync(hook, all => all is [{ ResponseStatus: 429 }]))[0];
        var wait = delivery.NextAttemptAt!.Value - before;
        Assert.InRange(wait, TimeSpan.FromHours(retryAfter == "3600" ? 1 : 24), TimeSpan.FromHours(retryAfter == "3600" ? 2 : 25));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await Receiver.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (context, _) =>
        {
            context.Response.Redirect(elsewhere.Url, permanent: true, preserveMethod: true);
            return Task.CompletedTask;
        };
        await using var host = await WebhookHost.StartAsync();
        var hook = await host.HookAsync(receiver.Url);
        await host.SayAsync();
        var delivery = (await host.DeliveriesAsync(hook, all => all is [{ Status: DeliveryStatus.Failed }]))[0];
        Assert.Equal((4, 308), (delivery.Attempts, delivery.ResponseStatus));
        Assert.Empty(elsewhere.Received);
    }

    [Fact]
    public async Task Of_an_answer_only_the_beginning_is_read_and_kept()
    {
        await using var receiver = await Receiver.StartAsync();
        var written = 0;
        receiver.Answer = async (context, _) =>
        {
            context.Response.StatusCode = 500;
            // Endless: what is not read fills the connection, and it is closed under us.
            for (var block = new string('\0', 512) + new string('x', 512); !context.RequestAborted.IsCancellationRequested; written++)
                await context.Response.WriteAsync(block, context.RequestAborted);
        };
        await using var host = await WebhookHost.StartAsync(settings: ("Webhooks:Retries:0", "01:00:00"));
        var hook = await host.HookAsync(receiver.Url);
        await host.SayAsync();
        var delivery = (await host.DeliveriesAsync(hook, all => all is [{ ResponseStatus: 500 }]))[0];
        Assert.Equal(new string('x', 512), delivery.Error);
    }

    [Fact]
    public async Task A_slow_receiver_does_not_hold_up_a_fast_one()
    {
        await using var slow = await Receiver.StartAsync();
        await using var fast = await Receiver.StartAsync();
        var release = new TaskCompletionSource();
        slow.Answer = (_, _) => release.Task;
        await using var host = await WebhookHost.StartAsync(settings: ("Webhooks:Concurrency", "2"));
        await host.HookAsync(slow.Url);
        await host.HookAsync(fast.Url);
        await host.SayAsync(50);
        await slow.ReceiveAsync(1);
        Assert.Equal(50, (await fast.ReceiveAsync(50)).Count);
        // Its first tries go one at a time, so it takes one place and no more.
        Assert.Single(slow.Received);
        release.SetResult();
        Assert.Equal(Enumerable.Range(1, 50).Select(seq => (long)seq), (await slow.ReceiveAsync(50)).Select(e => e.Seq));
    }

    [Fact]
    public async Task A_receiver_that_never_answers_is_given_up_in_time()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = (context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        await using var host = await WebhookHost.StartAsync(settings: [("Webhooks:Timeout", "00:00:00.2"), ("Webhooks:Retries:0", "01:00:00")]);
        var hook = await host.HookAsync(receiver.Url);
        await host.SayAsync();
        Assert.Equal("No answer within 0.2 s.", (await host.DeliveriesAsync(hook, all => all is [{ Error: not null }]))[0].Error);
    }

    [Fact]
    public async Task Old_deliveries_are_forgotten()
    {
        await using var receiver = await Receiver.StartAsync();
        var database = await MigratedDatabase.CreateAsync();
        Guid old;
        await using (var host = await WebhookHost.StartAsync(database))
        {
            var hook = await host.HookAsync(receiver.Url);
            await host.SayAsync(2);
            var deliveries = await host.DeliveriesAsync(hook, all => all.Count(d => d.Status == DeliveryStatus.Delivered) == 2);
            await using var db = await host.ContextAsync();
            old = Guid.CreateVersion7(DateTimeOffset.UtcNow.AddDays(-31));
            await db.WebhookDeliveries.Where(d => d.Id == deliveries[0].Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.Id, old));
        }

        await using var next = await WebhookHost.StartAsync(database);
        await using var context = await next.ContextAsync();
        await Eventually.TrueAsync(async () => await context.WebhookDeliveries.CountAsync() == 1, WebhookHost.Deadline);
        Assert.False(await context.WebhookDeliveries.AnyAsync(d => d.Id == old));
    }
}
