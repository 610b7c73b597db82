using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Trawl.ServiceDefaults.Events;

namespace Trawl.ServiceDefaults.Tests.Events;

/// <summary>What every backplane does, in memory or on a broker.</summary>
public abstract class EventBackplaneSpecification : IAsyncLifetime
{
    protected static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);
    private readonly Channel<string> _received = Channel.CreateUnbounded<string>();

    protected IEventPublisher Publisher { get; set; } = null!;

    protected IEventSubscriber Subscriber { get; set; } = null!;

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    [Fact]
    public async Task What_is_published_after_binding_arrives()
    {
        Start();
        await BindAsync("job:1");

        Publisher.Publish(Message("job:1", "live"));
        Assert.Equal("live", await NextAsync());
        await Publisher.PublishConfirmedAsync([Message("job:1", "log")], default);
        Assert.Equal("log", await NextAsync());
    }

    [Fact]
    public async Task What_nobody_asked_for_does_not_arrive()
    {
        Start();
        await BindAsync("job:1");
        Assert.NotEqual(ChannelShard.Of("job:1"), ChannelShard.Of("job:2"));

        await Publisher.PublishConfirmedAsync([Message("job:2", "other")], default);
        await Publisher.PublishConfirmedAsync([Message("job:1", "mine")], default);

        Assert.Equal("mine", await NextAsync());
    }

    [Fact]
    public async Task Nothing_arrives_after_unbinding()
    {
        Start();
        await BindAsync("job:1");
        await BindAsync("job:1");
        await BindAsync("job:2");
        await Subscriber.UnbindAsync(ChannelShard.Of("job:1"), default);

        await Publisher.PublishConfirmedAsync([Message("job:1", "unbound")], default);
        await Publisher.PublishConfirmedAsync([Message("job:2", "bound")], default);
        Assert.Equal("bound", await NextAsync());

        await BindAsync("job:1");
        await Publisher.PublishConfirmedAsync([Message("job:1", "again")], default);
        Assert.Equal("again", await NextAsync());
    }

    [Fact]
    public async Task Log_events_arrive_complete_and_in_the_order_they_were_handed_over()
    {
        Start();
        await BindAsync("job:1");
        await BindAsync("job:2");
        string[] expected = [.. Enumerable.Range(0, 5000).Select(i => i.ToString(CultureInfo.InvariantCulture))];

        foreach (var batch in expected.Chunk(700))
            await Publisher.PublishConfirmedAsync([.. batch.Select((text, i) => Message(i % 2 == 0 ? "job:1" : "job:2", text))], default);

        foreach (var text in expected)
            Assert.Equal(text, await NextAsync());
    }

    [Fact]
    public async Task Live_events_keep_their_order()
    {
        Start();
        await BindAsync("job:1");

        for (var i = 0; i < 5000; i++)
            Publisher.Publish(Message("job:1", i.ToString(CultureInfo.InvariantCulture)));

        for (var i = 0; i < 5000; i++)
            Assert.Equal(i.ToString(CultureInfo.InvariantCulture), await NextAsync());
    }

    [Fact]
    public async Task Many_bindings_at_once_all_hold()
    {
        Start();
        await Task.WhenAll(Enumerable.Range(0, ChannelShard.Count).Select(shard => Subscriber.BindAsync(shard, default)));
        var all = Enumerable.Range(0, 2000).Select(i => Message($"job:{i}", $"{i}")).ToList();
        Assert.Equal(ChannelShard.Count, all.Select(m => ChannelShard.Of(m.Channel)).Distinct().Count());

        await Publisher.PublishConfirmedAsync(all, default);

        for (var i = 0; i < all.Count; i++)
            Assert.Equal($"{i}", await NextAsync());
    }

    [Fact]
    public async Task Events_of_many_shards_handed_over_together_arrive_once_each()
    {
        Start();
        await BindAsync("job:3");
        await BindAsync("job:7");
        string[] channels = [.. Enumerable.Range(0, 10).Select(i => $"job:{i}")];

        await Publisher.PublishConfirmedAsync([.. channels.Select(channel => Message(channel, channel))], default);
        foreach (var channel in channels)
            Publisher.Publish(Message(channel, $"live {channel}"));
        Publisher.Publish(Message("job:3", "end"));

        var received = new List<string>();
        while (received is not [.., "end"])
            received.Add(await NextAsync());
        Assert.Equal(["job:3", "job:7", "live job:3", "live job:7", "end"], received.Where(text => text.EndsWith('3') || text.EndsWith('7') || text == "end"));
    }

    [Fact]
    public async Task The_end_of_a_burst_is_told_after_its_events()
    {
        var told = Channel.CreateUnbounded<int>();
        var heard = 0;
        Subscriber.Start(_ => heard++, () => { }, () => told.Writer.TryWrite(heard));
        await BindAsync("job:1");

        await Publisher.PublishConfirmedAsync([.. Enumerable.Range(0, 50).Select(i => Message("job:1", $"{i}"))], default);

        while (await told.Reader.ReadAsync().AsTask().WaitAsync(Deadline) < 50)
        {
        }
    }

    [Fact]
    public async Task A_handler_that_throws_loses_that_event_only()
    {
        Subscriber.Start(
            body =>
            {
                var text = Encoding.UTF8.GetString(body.Span);
                _received.Writer.TryWrite(text == "bad" ? throw new InvalidOperationException("bad") : text);
            },
            () => { });
        await BindAsync("job:1");

        await Publisher.PublishConfirmedAsync([Message("job:1", "bad"), Message("job:1", "good")], default);

        Assert.Equal("good", await NextAsync());
    }

    protected void Start(Action? reconnected = null) =>
        Subscriber.Start(body => _received.Writer.TryWrite(Encoding.UTF8.GetString(body.Span)), reconnected ?? (() => { }));

    protected Task BindAsync(string channel) => Subscriber.BindAsync(ChannelShard.Of(channel), default).WaitAsync(Deadline);

    protected async Task<string> NextAsync() => await _received.Reader.ReadAsync().AsTask().WaitAsync(Deadline);

    protected static EventMessage Message(string channel, string text) => new(channel, Encoding.UTF8.GetBytes(text));
}
