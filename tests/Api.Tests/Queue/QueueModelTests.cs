using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Queue;
using Trawl.Api.Queue.Order;
using Trawl.Api.Tests.Engine;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Queue;

/// <summary>Random submits, cancels, starts and lane changes of several users: the index of each replica, the database and a naive model agree.</summary>
public sealed class QueueModelTests
{
    private sealed record Entry(string User, QueueKey Key);

    private static readonly string[] Users = ["alice", "bob", "carol"];

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task Index_database_and_model_have_one_order(int seed)
    {
        await using var host = await EngineHost.StartAsync();
        await using var other = await EngineHost.StartAsync(database: host.Database);
        var random = new Random(seed);
        var model = new List<Entry>();
        for (var step = 0; step < 120; step++)
        {
            var any = model.Count == 0 ? null : model[random.Next(model.Count)];
            await (random.Next(8) switch
            {
                0 when any is not null => CancelAsync(host, model, any),
                1 when any is not null => BeginAsync(host, model),
                2 when any is not null => MoveAsync(host, model, any, (JobPriority)random.Next(3)),
                _ => SubmitAsync(random.Next(2) == 0 ? host : other, model, Users[random.Next(3)], (JobPriority)random.Next(3)),
            });
            if (step % 10 == 9)
                await AgreeAsync(host, other, model);
        }
    }

    // What this replica commits it knows at once, the other one soon.
    private static async Task AgreeAsync(EngineHost host, EngineHost other, List<Entry> model)
    {
        QueueKey[] order = [.. model.Select(entry => entry.Key).OrderByDescending(key => key.Lane).ThenBy(key => key.Turn).ThenBy(key => key.Id.ToString("N"), StringComparer.Ordinal)];
        Assert.Equal(order, (await host.NextAsync()).Select(job => job.Key));
        foreach (var replica in new[] { host, other })
            await Eventually.TrueAsync(() => replica.Get<QueueIndex>().Slice(0, 1000).SequenceEqual(order), EngineHost.Deadline);
        Assert.Equal(order.Select((key, i) => (i + 1, order.Length)), order.Select(other.Get<QueueIndex>().PlaceOf));
    }

    private static long Turn(List<Entry> model, string user, JobPriority lane)
    {
        var there = model.FindAll(entry => entry.Key.Lane == lane);
        return Math.Max(
            there.Select(entry => entry.Key.Turn).DefaultIfEmpty().Min(), there.Where(entry => entry.User == user).Select(entry => entry.Key.Turn).DefaultIfEmpty().Max()) + 1_000_000;
    }

    private static async Task SubmitAsync(EngineHost host, List<Entry> model, string user, JobPriority lane)
    {
        var turn = Turn(model, user, lane);
        var job = await host.SubmitAsync("http://a.test/", user, lane);
        model.Add(new Entry(user, new QueueKey(lane, turn, job.Id)));
    }

    private static async Task CancelAsync(EngineHost host, List<Entry> model, Entry entry)
    {
        await host.CancelAsync(entry.Key.Id);
        model.Remove(entry);
    }

    private static async Task BeginAsync(EngineHost host, List<Entry> model)
    {
        var first = (await host.NextAsync(1))[0].Key.Id;
        await ChangeAsync(host, first, (transaction, job) =>
        {
            (job.Status, job.StartedAt) = (JobStatus.Running, transaction.Now);
            transaction.Touch(job);
            return Task.CompletedTask;
        });
        model.RemoveAll(entry => entry.Key.Id == first);
    }

    private static async Task MoveAsync(EngineHost host, List<Entry> model, Entry entry, JobPriority lane)
    {
        model.Remove(entry);
        var turn = Turn(model, entry.User, lane);
        await ChangeAsync(host, entry.Key.Id, (transaction, job) => host.Get<QueueTurns>().MoveAsync(transaction, [job], lane, default));
        model.Add(entry with { Key = new QueueKey(lane, turn, entry.Key.Id) });
    }

    private static async Task ChangeAsync(EngineHost host, Guid id, Func<JobTransaction, Job, Task> change)
    {
        await using var db = await host.ContextAsync();
        await using var transaction = await host.Get<JobTransactions>().BeginAsync(db, default);
        await change(transaction, (await transaction.LockAsync([id], default))[id]);
        await transaction.CommitAsync(default);
    }
}
