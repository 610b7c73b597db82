using Trawl.Api.Database;
using Trawl.Api.Queue.Order;

namespace Trawl.Api.Tests.Queue.Order;

public sealed class QueueIndexTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_agrees_with_a_sorted_list_whatever_comes_and_goes(int seed)
    {
        var random = new Random(seed);
        var index = new QueueIndex();
        var model = new SortedDictionary<QueueKey, DateTimeOffset>();
        var versions = new Dictionary<Guid, long>();
        for (var step = 0; step < 5000; step++)
        {
            // Few turns, so that ids decide often.
            var known = model.Count > 0 && random.Next(5) < 2 ? model.ElementAt(random.Next(model.Count)).Key : (QueueKey?)null;
            var id = known?.Id ?? Guid.NewGuid();
            if (known is { } old)
                model.Remove(old);
            QueueKey? key = known is null || random.Next(3) == 0 ? new QueueKey((JobPriority)random.Next(3), random.Next(20), id) : null;
            var since = Now.AddSeconds(random.Next(1000));
            if (key is { } added)
                model.Add(added, since);
            index.Apply(new QueueChange(id, versions[id] = versions.GetValueOrDefault(id) + 1, key, since));
            if (step % 50 == 0)
                Agree(index, model, random);
        }
    }

    private static void Agree(QueueIndex index, SortedDictionary<QueueKey, DateTimeOffset> model, Random random)
    {
        var order = model.Keys.ToList();
        Assert.Equal(order, index.Slice(0, int.MaxValue));
        Assert.Equal((order.Count, order.Sum(key => (decimal)key.Turn)), index.Sum());
        var (from, count) = (random.Next(order.Count + 2), random.Next(1, 40));
        Assert.Equal(order.Skip(from).Take(count), index.Slice(from, count));
        for (var i = 0; i < order.Count; i += 7)
            Assert.Equal((i + 1, order.Count), index.PlaceOf(order[i]));
        // One that has not come in yet stands where it will.
        var next = new QueueKey(JobPriority.Normal, 10, Guid.NewGuid());
        Assert.Equal((order.Count(key => key.CompareTo(next) < 0) + 1, order.Count + 1), index.PlaceOf(next));
        foreach (var lane in Enum.GetValues<JobPriority>())
        {
            var there = model.Where(job => job.Key.Lane == lane).Select(job => job.Value).ToList();
            Assert.Equal((there.Count, there.Count == 0 ? null : there.Min()), index.Of(lane));
        }
    }

    [Fact]
    public void A_change_that_comes_late_or_again_undoes_nothing()
    {
        var index = new QueueIndex();
        var id = Guid.NewGuid();
        var queued = new QueueChange(id, 1, new QueueKey(JobPriority.Low, 5, id), Now);
        var moved = new QueueChange(id, 2, new QueueKey(JobPriority.High, 1, id), Now);
        var begun = new QueueChange(id, 3, null);
        var retried = new QueueChange(id, 7, new QueueKey(JobPriority.Low, 9, id), Now);

        index.Apply(moved);
        index.Apply(queued);
        Assert.Equal([moved.Key!.Value], index.Slice(0, 10));
        index.Apply(begun);
        index.Apply(moved);
        index.Apply(queued);
        Assert.Equal(0, index.Count);
        index.Apply(retried);
        index.Apply(begun);
        Assert.Equal([retried.Key!.Value], index.Slice(0, 10));
    }

    [Fact]
    public async Task What_is_heard_while_the_rows_are_read_counts_beside_them()
    {
        var index = new QueueIndex();
        var (stays, leaves, comes) = (Queued(1, 4), Queued(2, 4), Queued(3, 1));
        index.BeginLoad();
        index.Apply(leaves with { Version = 5, Key = null });
        index.Apply(comes);
        Assert.False(index.LoadedAsync(default).IsCompleted);
        // Read before the one left and the other came.
        index.EndLoad([stays, leaves]);
        await index.LoadedAsync(default);
        Assert.Equal([stays.Key!.Value, comes.Key!.Value], index.Slice(0, 10));

        // What the database does not have any more is gone with the next load.
        index.BeginLoad();
        index.EndLoad([comes]);
        Assert.Equal([comes.Key!.Value], index.Slice(0, 10));
    }

    [Fact]
    public void Changes_travel_as_text()
    {
        var id = Guid.NewGuid();
        QueueChange[] changes =
        [
            new(id, 1, new QueueKey(JobPriority.High, long.MaxValue, id), Now.AddTicks(7)), new(id, 2, null, Waited: TimeSpan.FromTicks(12345)), new(id, 3, null),
        ];
        Assert.Equal(changes, changes.Select(change => QueueChange.Parse(change.ToString())));
        Assert.All(changes, change => Assert.True(change.ToString().Length < 100));
        var key = changes[0].Key!.Value;
        Assert.Equal(key, QueueKey.Read(key.ToBytes()));
    }

    private static QueueChange Queued(long turn, long version)
    {
        var id = Guid.NewGuid();
        return new QueueChange(id, version, new QueueKey(JobPriority.Normal, turn, id), Now);
    }
}
