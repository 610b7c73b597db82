using System.Text;
using Trawl.ServiceDefaults.Events;

namespace Trawl.ServiceDefaults.Tests.Events;

public sealed class EventBatchTests
{
    private readonly EventBatch _batch = new();

    [Fact]
    public void One_event_is_a_message_as_it_is_for_its_own_shard()
    {
        var only = Message("job:1", "one");

        _batch.Add(only);

        Assert.Equal(1, _batch.Count);
        Assert.Equal(only.Body, _batch.Body); // not a copy
        Assert.Equal((Key("job:1"), 0), (_batch.RoutingKey.Value, Others().Count));
    }

    [Fact]
    public void Several_are_lines_for_the_shards_of_all_each_named_once()
    {
        foreach (var (channel, text) in new[] { ("job:1", "one"), ("job:2", "two"), ("job:1", "three"), ("job:3", "four"), ("job:2", "five") })
            _batch.Add(Message(channel, text));

        Assert.Equal((5, "one\ntwo\nthree\nfour\nfive"), (_batch.Count, Text(_batch.Body)));
        Assert.Equal(Key("job:1"), _batch.RoutingKey.Value);
        Assert.Equal(new[] { Key("job:2"), Key("job:3") }.Order(), Others().Order());
    }

    [Fact]
    public void Every_shard_can_be_named()
    {
        var channels = Enumerable.Range(0, 5000).Select(i => $"job:{i}").DistinctBy(ChannelShard.Of).ToArray();
        Assert.Equal(ChannelShard.Count, channels.Length);

        foreach (var channel in channels)
            _batch.Add(Message(channel, "x"));

        Assert.Equal(channels.Select(Key).Order(), Others().Append(_batch.RoutingKey.Value).Order());
    }

    [Fact]
    public void What_is_taken_apart_is_what_was_put_together()
    {
        string[] texts = ["{}", "", "{\"a\":\"\\n\"}", "é"];
        foreach (var text in texts)
            _batch.Add(Message("job:1", text));

        var read = new List<string>();
        Assert.Equal(4, EventLines.ForEach(_batch.Body, body => read.Add(Text(body))));
        Assert.Equal(texts, read);
    }

    [Fact]
    public void The_first_always_fits_and_the_others_up_to_32_KiB()
    {
        const int Most = 32 * 1024;
        Assert.True(_batch.HasRoomFor(Sized(Most * 4)));

        _batch.Add(Sized(Most - 10));
        Assert.True(_batch.HasRoomFor(Sized(9)));
        Assert.False(_batch.HasRoomFor(Sized(10)));

        _batch.Add(Sized(4)); // and what is between them
        Assert.True(_batch.HasRoomFor(Sized(4)));
        Assert.False(_batch.HasRoomFor(Sized(5)));

        static EventMessage Sized(int length) => new("job:1", new byte[length]);
    }

    [Fact]
    public void Nothing_is_left_of_the_last_message()
    {
        _batch.Add(Message("job:1", "one"));
        _batch.Add(Message("job:2", "two"));

        _batch.Clear();
        Assert.Equal(0, _batch.Count);
        _batch.Add(Message("job:3", "three"));
        Assert.Equal(("three", Key("job:3"), 0), (Text(_batch.Body), _batch.RoutingKey.Value, Others().Count));
        _batch.Add(Message("job:4", "four"));

        Assert.Equal("three\nfour", Text(_batch.Body));
        Assert.Equal([Key("job:4")], Others());
    }

    [Fact]
    public void What_the_client_adds_to_one_message_is_not_in_the_next()
    {
        _batch.Add(Message("job:1", "one"));
        _batch.Properties().Headers = new Dictionary<string, object?> { ["traceparent"] = "00-1-1-01" };
        _batch.Clear();
        _batch.Add(Message("job:1", "two"));

        Assert.Null(_batch.Properties().Headers);
    }

    private List<string> Others() => _batch.Properties().Headers?["CC"] is List<object?> keys ? keys.ConvertAll(key => Encoding.ASCII.GetString((byte[])key!)) : [];

    private static string Key(string channel) => ChannelShard.RoutingKey(ChannelShard.Of(channel));

    private static string Text(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetString(body.Span);

    private static EventMessage Message(string channel, string text) => new(channel, Encoding.UTF8.GetBytes(text));
}
