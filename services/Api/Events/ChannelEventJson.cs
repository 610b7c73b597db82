using System.Text.Json;
using Trawl.Contracts.Channels;
using Trawl.ServiceDefaults.Events;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Events;

/// <summary>The one place that turns an event into the bytes that frontends see.</summary>
internal static class ChannelEventJson
{
    public static EventMessage Write(ChannelEvent channelEvent) =>
        new(channelEvent.Channel, JsonSerializer.SerializeToUtf8Bytes(channelEvent, TrawlJson.Options));

    public static JsonElement Data<T>(T data) => JsonSerializer.SerializeToElement(data, TrawlJson.Options);
}
