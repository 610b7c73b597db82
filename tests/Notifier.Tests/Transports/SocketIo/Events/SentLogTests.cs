using Trawl.Notifier.Transports.SocketIo.Events;

namespace Trawl.Notifier.Tests.Transports.SocketIo.Events;

public sealed class SentLogTests
{
    [Fact]
    public void Only_what_was_delivered_counts()
    {
        var sent = new SentLog();
        sent.Begin("job:a", 3);
        sent.Appended("job:a", 4);
        Assert.Equal(3, sent.PositionIn("job:a"));
        sent.Taken();
        sent.Appended("job:a", 5);
        sent.Delivered();

        Assert.Equal(4, sent.PositionIn("job:a"));
        Assert.Null(sent.PositionIn("job:b"));
    }

    [Fact]
    public void What_arrives_after_the_client_left_the_channel_does_not_bring_it_back()
    {
        var sent = new SentLog();
        sent.Begin("job:a", 0);
        sent.Appended("job:a", 1);
        sent.Forget("job:a");
        sent.Taken();
        sent.Delivered();

        Assert.Empty(sent.Channels());
    }

    [Theory]
    [InlineData("job:a#2", 2, 1, 7)]
    [InlineData("job:b#2", 2, 2, 7)]
    [InlineData("job:a#3", 3, 2, 7)]
    [InlineData("job:b#3", 3, 3, 7)]
    [InlineData(null, 1, 1, 7)]
    public void An_offset_tells_how_far_the_client_is_in_every_channel(string? offset, long a, long b, long later)
    {
        var sent = new SentLog();
        sent.RememberOrder(null);
        sent.Begin("job:a", 1);
        sent.Begin("job:b", 1);
        foreach (var (channel, seq) in new[] { ("job:a", 2L), ("job:b", 2L), ("job:a", 3L), ("job:b", 3L) })
            sent.Appended(channel, seq);
        sent.Taken();
        sent.Delivered();
        sent.Begin("job:c", 7);

        var positions = sent.PositionsAt(offset)!;
        Assert.Equal([a, b, later], new[] { positions["job:a"], positions["job:b"], positions["job:c"] });
    }

    [Fact]
    public void The_offset_it_came_with_is_as_good_until_there_is_a_newer()
    {
        var sent = new SentLog();
        sent.RememberOrder("job:a#4");
        sent.Begin("job:a", 4);
        sent.Appended("job:a", 5);
        sent.Taken();
        sent.Delivered();

        Assert.Equal([4, 5], new[] { sent.PositionsAt("job:a#4")!["job:a"], sent.PositionsAt("job:a#5")!["job:a"] });
    }

    [Fact]
    public void An_offset_that_is_too_old_or_unknown_is_not_guessed_at()
    {
        var sent = new SentLog();
        Assert.Null(sent.PositionsAt("job:a#1"));
        sent.RememberOrder(null);
        sent.Begin("job:a", 0);
        for (var seq = 1; seq <= 5000; seq++)
            sent.Appended("job:a", seq);
        sent.Taken();
        sent.Delivered();

        Assert.Null(sent.PositionsAt("job:a#1"));
        Assert.Null(sent.PositionsAt("job:z#1"));
        Assert.Null(sent.PositionsAt(null));
        Assert.Equal(4999, sent.PositionsAt("job:a#4999")!["job:a"]);
    }
}
