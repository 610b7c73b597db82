using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Webhooks;

/// <summary>What webhooks cost those who commit events: nothing, whether there are any or not.</summary>
public sealed class CostTests
{
    [Fact]
    public async Task Ten_thousand_events_are_committed_with_the_same_statements_with_a_webhook_as_without()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await WebhookHost.StartAsync();
        // The first commit of a process does a little more.
        await host.SayAsync(100);
        var without = await StatementsOfAsync(() => host.SayAsync(100));
        var hook = await host.HookAsync(receiver.Url, "alice", "completed");
        var with = new List<int>();
        for (var i = 0; i < 100; i++)
            with.Add(await StatementsOfAsync(() => host.SayAsync(i == 99 ? 99 : 100)));
        await host.SayAsync(1, type: "completed");

        Assert.InRange(without, 1, 5);
        Assert.Equal([without], with.Distinct());
        Assert.Equal(10_200, (await receiver.ReceiveAsync(1))[0].Seq);
        await Eventually.TrueAsync(async () => (await hook.ReadAsync()).GetProperty("seq").GetInt64() == 10_200, WebhookHost.Deadline);
        await using var db = await host.ContextAsync();
        Assert.Equal(1, await db.WebhookDeliveries.CountAsync());
    }

    [Fact]
    public async Task A_receiver_that_is_far_behind_leaves_its_backlog_in_the_log()
    {
        await using var receiver = await Receiver.StartAsync();
        var release = new TaskCompletionSource();
        receiver.Answer = (_, _) => release.Task;
        await using var host = await WebhookHost.StartAsync();
        var hook = await host.HookAsync(receiver.Url);
        for (var i = 0; i < 30; i++)
            await host.SayAsync(100);
        await receiver.ReceiveAsync(1);
        await Eventually.TrueAsync(async () => (await hook.ReadAsync()).GetProperty("seq").GetInt64() > 200, WebhookHost.Deadline);
        await using (var db = await host.ContextAsync())
            Assert.InRange(await db.WebhookDeliveries.CountAsync(), 200, 1000);
        release.SetResult();
        Assert.Equal(Enumerable.Range(1, 3000).Select(seq => (long)seq), (await receiver.ReceiveAsync(3000)).Select(e => e.Seq));
    }

    /// <summary>The statements that a piece of work sends by itself, whatever others do meanwhile.</summary>
    private static async Task<int> StatementsOfAsync(Func<Task> work)
    {
        using var source = new ActivitySource("Trawl.Api.Tests.Webhooks");
        var statements = 0;
        var trace = default(ActivityTraceId);
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == "Npgsql" || s == source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = activity =>
            {
                if (activity.Source != source && activity.TraceId == trace)
                    Interlocked.Increment(ref statements);
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var root = source.StartActivity("work");
        trace = root!.TraceId;
        await work();
        return statements;
    }
}
