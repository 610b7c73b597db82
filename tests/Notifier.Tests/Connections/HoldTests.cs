using Trawl.Notifier.Tests.Channels;
using Trawl.TestSupport;

namespace Trawl.Notifier.Tests.Connections;

public sealed class HoldTests
{
    [Fact]
    public async Task What_is_said_during_a_hold_is_sent_together_at_its_end()
    {
        var core = new CoreFixture();
        var client = core.Client();

        using (client.Held())
        {
            using (client.Held())
                client.Ping();
            client.Ping();
            client.Write();
            Assert.Empty(client.Received);
        }

        await client.UntilAsync(c => c.Received.Count == 2);
        Assert.Equal(1, client.Writes);
    }

    [Fact]
    public async Task Whoever_is_writing_already_does_not_take_what_is_held()
    {
        var core = new CoreFixture();
        var client = core.Client();
        client.StopReading();
        client.Ping();
        await Eventually.TrueAsync(() => client.Stalls, TimeSpan.FromMinutes(1));

        using (client.Held())
        {
            client.Ping();
            client.ReadOn();
            await client.UntilAsync(c => c.Writes == 1);
            Assert.Single(client.Received);
        }

        await client.UntilAsync(c => c.Received.Count == 2);
    }
}
