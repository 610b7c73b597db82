using System.Text.Json;
using Trawl.Contracts.Channels;
using Trawl.Notifier.Tests.Channels;
using Trawl.Notifier.Tests.Transports;
using Trawl.Notifier.Tests.Transports.ServerSentEvents;
using Trawl.TestSupport;

namespace Trawl.Notifier.Tests.Presence;

[Collection(SharedBroker.Name)]
public sealed class PresenceOverRabbitMqTests
{
    [Fact]
    [Trait("Seed", "S4.21")]
    [Trait("Seed", "S4.23")]
    public async Task Two_processes_know_each_others_users()
    {
        var log = new FakeLog(owner: null);
        var job = $"job:{Guid.CreateVersion7()}";
        log.Create(job);
        (string, string)[] settings = [("ConnectionStrings:Broker", (await RabbitMqServer.SharedAsync()).ConnectionString), ("Notifier:Presence", "true")];
        await using var one = await NotifierApp.StartAsync(log, _ => { }, settings);
        var other = await NotifierApp.StartAsync(log, _ => { }, settings);
        try
        {
            using var alice = await one.ConnectAsync($"?userId=alice&channel={job}");
            await alice.UntilAsync(EventTypes.Presence, e => Users(e) is ["alice"]);
            await using var bob = await EventStreamClient.OpenAsync(other, $"?userId=bob&channel={job}");

            await bob.UntilAsync(e => e.Type == EventTypes.Presence && Users(e.Data) is ["alice", "bob"]);
            await alice.UntilAsync(EventTypes.Presence, e => Users(e) is ["alice", "bob"]);
            await bob.DisposeAsync();
            await alice.UntilAsync(EventTypes.Presence, e => Users(e) is ["alice"]);
        }
        finally
        {
            await other.DisposeAsync();
        }
    }

    private static string[] Users(JsonElement presence) => [.. presence.GetProperty("data").GetProperty("users").EnumerateArray().Select(user => user.GetString()!)];
}
