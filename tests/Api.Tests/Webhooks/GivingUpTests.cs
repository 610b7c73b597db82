using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Webhooks;

public sealed class GivingUpTests
{
    [Fact]
    public async Task After_the_last_try_a_delivery_is_given_up_and_can_be_replayed_under_the_same_id()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = Receiver.Always(503, "Down for maintenance.");
        await using var host = await WebhookHost.StartAsync();
        var hook = await host.HookAsync(receiver.Url);
        await host.SayAsync();
        var delivery = (await host.DeliveriesAsync(hook, all => all is [{ Status: DeliveryStatus.Failed }]))[0];
        Assert.Equal((4, 503, "Down for maintenance.", null), (delivery.Attempts, delivery.ResponseStatus, delivery.Error, delivery.NextAttemptAt));
        Assert.Equal(4, receiver.Received.Count);

        receiver.Answer = Receiver.Always(200);
        var replayed = await hook.ReplayAsync(delivery.Id);
        Assert.Equal((HttpStatusCode.Accepted, "pending"), (replayed.Status, replayed.Json.GetProperty("status").GetString()));
        Assert.Equal([delivery.Id.ToString()], (await receiver.ReceiveAsync(5)).Select(e => e.Id).Distinct());
        await host.DeliveriesAsync(hook, all => all is [{ Status: DeliveryStatus.Delivered, Attempts: 1 }]);

        // What has arrived can be had again too.
        await hook.ReplayAsync(delivery.Id);
        await receiver.ReceiveAsync(6);
        // The webhook itself was never given up: it has not failed for days.
        Assert.Equal(JsonValueKind.Null, (await hook.ReadAsync()).GetProperty("disabledAt").ValueKind);
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_let_be_at_once_and_its_user_told()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var other = await Receiver.StartAsync();
        receiver.Answer = Receiver.Always(410);
        await using var host = await WebhookHost.StartAsync();
        var hook = await host.HookAsync(receiver.Url + "?token=secret");
        await host.HookAsync(other.Url);
        await host.SayAsync(3);
        await Eventually.TrueAsync(async () => (await hook.ReadAsync()).GetProperty("disabledAt").ValueKind == JsonValueKind.String, WebhookHost.Deadline);

        var told = (await other.ReceiveAsync(4))[3].Json;
        Assert.Equal(("notification", 4), (told.GetProperty("type").GetString(), told.GetProperty("seq").GetInt64()));
        var data = told.GetProperty("data");
        Assert.Equal(("error", "A webhook was disabled"), (data.GetProperty("level").GetString(), data.GetProperty("title").GetString()));
        Assert.Equal($"{receiver.Url} answered 410 Gone. What it misses is kept, and sent when it is enabled again.", data.GetProperty("message").GetString());
        Assert.Single(receiver.Received);
        var refused = await hook.ReplayAsync((await host.DeliveriesAsync(hook))[0].Id);
        Assert.Equal((HttpStatusCode.Conflict, "webhook_disabled"), (refused.Status, refused.Code));

        receiver.Answer = Receiver.Always(204);
        await host.SayAsync(2);
        await other.ReceiveAsync(6);
        var enabled = await hook.Owner.PostAsync($"{hook.Path}/enable");
        Assert.Equal((HttpStatusCode.OK, JsonValueKind.Null), (enabled.Status, enabled.Json.GetProperty("disabledAt").ValueKind));
        var received = await receiver.ReceiveAsync(7);
        // The first of them for the second time; what was said meanwhile as well.
        Assert.Equal([1L, 1, 2, 3, 4, 5, 6], received.Select(e => e.Seq).Order());
        Assert.Equal(6, received.Select(e => e.Id).Distinct().Count());
        Assert.Equal(HttpStatusCode.OK, (await hook.Owner.PostAsync($"{hook.Path}/enable")).Status);
    }

    [Fact]
    public async Task A_webhook_that_takes_nothing_for_days_is_disabled_when_a_delivery_is_given_up()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = Receiver.Always(500);
        await using var host = await WebhookHost.StartAsync();
        var hook = await host.HookAsync(receiver.Url);
        await host.SayAsync();
        await host.DeliveriesAsync(hook, all => all is [{ Status: DeliveryStatus.Failed }]);
        await FailingSinceAsync(host, hook, TimeSpan.FromDays(4.9));
        await host.SayAsync();
        await host.DeliveriesAsync(hook, all => all is [_, { Status: DeliveryStatus.Failed }]);
        Assert.Equal(JsonValueKind.Null, (await hook.ReadAsync()).GetProperty("disabledAt").ValueKind);

        await FailingSinceAsync(host, hook, TimeSpan.FromDays(5));
        await host.SayAsync();
        await Eventually.TrueAsync(async () => (await hook.ReadAsync()).GetProperty("disabledAt").ValueKind == JsonValueKind.String, WebhookHost.Deadline);
        // It had its further tries first.
        Assert.Equal(12, receiver.Received.Count);
        await using var db = await host.ContextAsync();
        var told = await db.Events.OrderByDescending(e => e.Seq).FirstAsync(e => e.Channel == "user:alice");
        Assert.Equal($"{receiver.Url} has taken nothing for 5 days. What it misses is kept, and sent when it is enabled again.", told.Data.RootElement.GetProperty("message").GetString());
    }

    private static async Task FailingSinceAsync(WebhookHost host, Hook hook, TimeSpan ago)
    {
        await using var db = await host.ContextAsync();
        await db.Webhooks.Where(w => w.Id == hook.Id).ExecuteUpdateAsync(set => set.SetProperty(w => w.FailingSince, DateTimeOffset.UtcNow - ago));
    }
}
