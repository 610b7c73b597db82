using Trawl.Crawler.CrawlBatches;
using Trawl.TestSupport;

namespace Trawl.Crawler.Tests.CrawlBatches;

public sealed class BatchPaceTests
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(20);
    private readonly ManualTime time = new();

    [Fact]
    public async Task Without_a_delay_nobody_waits()
    {
        var pace = new BatchPace(TimeSpan.Zero, Budget, time);
        pace.Asked();
        await pace.WaitAsync(CancellationToken.None);
        await pace.WaitFirstAsync(CancellationToken.None);
        Assert.False(pace.IsOver);
        time.Advance(Budget + TimeSpan.FromMilliseconds(1));
        Assert.True(pace.IsOver);
    }

    [Fact]
    public void A_batch_is_over_when_its_next_page_would_come_too_late()
    {
        var pace = new BatchPace(TimeSpan.FromSeconds(15), Budget, time);
        Assert.False(pace.IsOver);
        pace.Asked();
        time.Advance(TimeSpan.FromSeconds(15));
        Assert.False(pace.IsOver);
        pace.Asked();
        Assert.True(pace.IsOver);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public void A_batch_that_another_may_just_have_asked_for_is_kept_if_its_delay_can_be_waited_out(int delay, bool kept) =>
        Assert.Equal(kept, new BatchPace(TimeSpan.FromSeconds(delay), Budget, time).AskedByOther());

    [Fact]
    public void The_strictest_wish_holds()
    {
        var pace = new BatchPace(TimeSpan.FromSeconds(1), Budget, time);
        pace.AtLeast(null);
        pace.AtLeast(TimeSpan.FromSeconds(3));
        pace.AtLeast(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(3), pace.Delay);
    }

    [Fact]
    public async Task A_delay_that_has_passed_is_not_waited_for_again()
    {
        var pace = new BatchPace(TimeSpan.FromSeconds(5), Budget, time);
        await pace.WaitAsync(CancellationToken.None);
        pace.Asked();
        time.Advance(TimeSpan.FromSeconds(5));
        await pace.WaitAsync(CancellationToken.None);
    }

    [Fact]
    public async Task The_first_page_waits_no_longer_than_the_batch_may_take()
    {
        var pace = new BatchPace(TimeSpan.FromSeconds(600), Budget, time);
        time.Advance(Budget);
        pace.Asked();
        await pace.WaitFirstAsync(CancellationToken.None);
    }
}
