using Trawl.Api.Database;
using Trawl.Api.Queue.Order;
using Trawl.Api.Queue.Waits;
using Xunit.Abstractions;

namespace Trawl.Api.Tests.Queue.Waits;

public sealed class WaitEstimatesTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [Trait("Seed", "S1.40")]
    public void Over_a_day_half_of_the_waits_keep_within_the_median_and_nine_of_ten_within_the_p90(int seed)
    {
        var day = new SyntheticDay(seed);
        day.Run();
        var waited = day.Outcome.Where(told => told.Wait.MedianMs >= 1000).ToList();

        Print("all", day.Outcome);
        Print("those who had to wait", waited);
        foreach (var lane in Enum.GetValues<JobPriority>())
            Print($"of them, {lane}", waited.FindAll(told => told.Lane == lane));

        Assert.True(waited.Count > 1500);
        Assert.InRange(Share(day.Outcome, told => told.MedianMs), 0.4, 0.6);
        Assert.InRange(Share(day.Outcome, told => told.P90Ms), 0.8, 1);
        Assert.InRange(Share(waited, told => told.MedianMs), 0.4, 0.6);
        Assert.InRange(Share(waited, told => told.P90Ms), 0.8, 1);
    }

    [Fact]
    public void Nothing_is_told_before_anything_was_measured_nor_without_workers()
    {
        var waits = new WaitEstimates();
        waits.Measure([], [], capacity: 4);
        Assert.Null(waits.Of(1, JobPriority.Normal));
        waits.Measure([1000], [], capacity: 0);
        Assert.Null(waits.Of(1, JobPriority.Normal));
        waits.Measure([1000], [], capacity: 4);
        Assert.NotNull(waits.Of(1, JobPriority.Normal));
    }

    [Fact]
    public void One_waits_longer_further_back_with_slower_jobs_and_with_fewer_workers()
    {
        var waits = new WaitEstimates();
        var busy = new double[] { 0, 0, 0, 0 };
        waits.Measure([60_000], busy, capacity: 4);
        Assert.Equal([15, 30, 1500], [Median(1), Median(2), Median(100)]);
        Assert.True(waits.Of(100, JobPriority.Normal)!.Value.P90Seconds > 1500);
        waits.Measure([120_000], busy, capacity: 4);
        Assert.Equal(30, Median(1));
        waits.Measure([60_000], busy, capacity: 2);
        Assert.Equal(30, Median(1));
        // What has run for long without an end says that jobs take long.
        waits.Measure([60_000], [60_000, 60_000, 60_000, 60_000], capacity: 4);
        Assert.Equal(75, Median(1));
        // A place is free.
        waits.Measure([60_000], [0, 0, 0], capacity: 4);
        Assert.Equal(1, Median(1));

        int Median(int position) => waits.Of(position, JobPriority.Normal)!.Value.MedianSeconds;
    }

    [Fact]
    public void A_job_that_is_cancelled_teaches_nothing_and_is_forgotten()
    {
        var waits = new WaitEstimates();
        waits.Measure([60_000], [0], capacity: 1);
        var before = waits.Of(1, JobPriority.Normal);
        var id = Guid.NewGuid();
        waits.Hear(new QueueChange(id, 1, new QueueKey(JobPriority.Normal, 1, id)), 1);
        waits.Hear(new QueueChange(id, 2, null), 0);
        Assert.Equal(before, waits.Of(1, JobPriority.Normal));

        waits.Hear(new QueueChange(id, 3, new QueueKey(JobPriority.Normal, 1, id)), 1);
        waits.Hear(new QueueChange(id, 4, null, Waited: TimeSpan.FromHours(1)), 0);
        waits.Measure([60_000], [0], capacity: 1);
        Assert.True(waits.Of(1, JobPriority.Normal)!.Value.MedianMs > before!.Value.MedianMs);
        Assert.Equal(60_000, waits.Of(1, JobPriority.High)!.Value.MedianMs);
    }

    private static double Share(List<SyntheticDay.Told> all, Func<Wait, int> estimate) =>
        all.Count(told => told.WaitedMs <= estimate(told.Wait)) / (double)all.Count;

    private void Print(string of, List<SyntheticDay.Told> all) => output.WriteLine(
        $"{of}: {all.Count} waits, {Share(all, told => told.MedianMs):P1} within the median, {Share(all, told => told.P90Ms):P1} within the P90");
}
