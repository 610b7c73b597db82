using System.Collections.Concurrent;
using System.Text.Json;
using Trawl.Contracts.Channels;
using Trawl.ServiceDefaults.Events;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Tests.Engine;

/// <summary>Takes down what goes to the backplane, in order; fails when it is told to.</summary>
internal sealed class RecordingPublisher : IEventPublisher
{
    private readonly ConcurrentQueue<ChannelEvent> _sent = new();

    /// <summary>Asked before each confirmed publish: how many of the messages get through before it fails, null for all.</summary>
    public Func<int, int?> Fails { get; set; } = _ => null;

    public IReadOnlyList<ChannelEvent> Sent => [.. _sent];

    public void Publish(EventMessage message) => _sent.Enqueue(Read(message));

    public Task PublishConfirmedAsync(IReadOnlyList<EventMessage> messages, CancellationToken cancellationToken)
    {
        var through = Fails(messages.Count);
        foreach (var message in messages.Take(through ?? messages.Count))
            _sent.Enqueue(Read(message));
        return through is null ? Task.CompletedTask : throw new EventBackplaneException("The test says no.");
    }

    public IReadOnlyList<ChannelEvent> Of(string channel) => [.. _sent.Where(e => e.Channel == channel)];

    private static ChannelEvent Read(EventMessage message)
    {
        var read = JsonSerializer.Deserialize<ChannelEvent>(message.Body.Span, TrawlJson.Options)!;
        Assert.Equal(message.Channel, read.Channel);
        return read;
    }
}
