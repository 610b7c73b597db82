using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Trawl.Realtime.Publishing;

namespace Trawl.Realtime.Servers;

/// <summary>Plain SignalR as its documentation teaches it: a group a channel, and <c>await</c> for each event.</summary>
internal sealed class GroupsServer : ISelfPublishing
{
    public void Add(WebApplicationBuilder builder) =>
        builder.Services.AddSignalR().AddJsonProtocol(json => json.PayloadSerializerOptions.Converters.Add(new Ready()));

    public void Map(WebApplication app) => app.MapHub<GroupsHub>("/hubs/jobs");

    public IEventSink Sink(IServiceProvider services, int channels, bool paced) => new Groups(services.GetRequiredService<IHubContext<GroupsHub>>());

    private sealed class Groups(IHubContext<GroupsHub> hub) : IEventSink
    {
        public long Dropped => 0;

        public ValueTask SendAsync(string channel, byte[] json) => new(hub.Clients.Group(channel).SendAsync("event", new Json(json)));

        public Task FlushAsync() => Task.CompletedTask;
    }

    /// <summary>JSON that is ready: the peer is not to pay for a serialiser that Trawl does not use either.</summary>
    private sealed record Json(byte[] Bytes);

    private sealed class Ready : JsonConverter<Json>
    {
        public override Json Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, Json value, JsonSerializerOptions options) => writer.WriteRawValue(value.Bytes, skipInputValidation: true);
    }
}

/// <summary>The hub of <see cref="GroupsServer"/>.</summary>
internal sealed class GroupsHub : Hub
{
    public Task Subscribe(string channel, long? after) => Groups.AddToGroupAsync(Context.ConnectionId, channel);
}
