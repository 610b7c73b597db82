using Trawl.Contracts.Channels;

namespace Trawl.Notifier.Tests.Channels;

/// <summary>
/// The promise, under whatever may happen: log events published late, twice or never, clients that come, go, resume and
/// stop reading, a broker that loses its line, an Api that goes away. Each seed is one story, and repeatable in its choices.
/// </summary>
public sealed class DisturbanceTests
{
    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Every_subscriber_sees_what_comes_after_its_position_once_and_in_order(int seed)
    {
        var random = new Random(seed);
        var core = new CoreFixture(
            options => (options.RingEvents, options.GapGrace, options.StateEventsPerSecond) = (random.Next(1, 64), TimeSpan.FromMilliseconds(1), 0),
            new FakeLog(pageSize: random.Next(1, 40)), TimeProvider.System);
        var followers = Enumerable.Range(0, random.Next(1, 13)).Select(i => new Follower(core, new Random(seed * 100 + i))).ToArray();
        var following = followers.Select(follower => follower.RunAsync()).ToArray();

        await PublishAsync(core, random);

        await Task.WhenAll(following).WaitAsync(TimeSpan.FromSeconds(60));
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    private static async Task PublishAsync(CoreFixture core, Random random)
    {
        var delayed = new List<byte[]>();
        for (var i = 0; i < 400; i++)
        {
            var body = FakeLog.Bytes(core.Log.Append(core.Job));
            var chance = random.Next(100);
            if (chance < 80)
                core.Backplane.Deliver(body);
            if (chance is >= 75 and < 95)
                delayed.Add(body); // late, or a second time; above that: never
            if (chance % 3 == 0)
                core.Progress();
            if (delayed.Count > 0 && random.Next(4) == 0)
            {
                var late = random.Next(delayed.Count);
                core.Backplane.Deliver(delayed[late]);
                delayed.RemoveAt(late);
            }

            if (random.Next(50) == 0)
                core.Backplane.Reconnect();
            if (random.Next(20) == 0)
                await Task.Yield();
        }

        core.Backplane.Deliver(FakeLog.Bytes(core.Log.Append(core.Job, EventTypes.Completed)));
        core.Backplane.Reconnect();
    }

    private sealed class Follower(CoreFixture core, Random random)
    {
        private readonly List<long> _seen = [];

        public async Task RunAsync()
        {
            var ended = false;
            while (!ended)
            {
                var client = core.Client();
                if (random.Next(3) == 0)
                    client.StopReading();
                var joined = await client.JoinAsync(core.Job, after: _seen.Count);
                Assert.True(joined.Recovered);
                client.ReadOn();

                // The line is cut after some events, whatever is under way then.
                var enough = random.Next(1, 120);
                await client.UntilAsync(c => c.Seqs.Count >= enough || HasEnded(c));
                client.Gone();
                Check(client);
                _seen.AddRange(client.Seqs);
                ended = HasEnded(client);
            }

            Assert.Equal(SubscribingTests.Numbers(1, 401), _seen);
        }

        private static bool HasEnded(TestClient client) => client.Received.Any(e => TestClient.Type(e) == EventTypes.Completed);

        private static void Check(TestClient client)
        {
            var progress = client.Versions(EventTypes.Progress);
            Assert.Equal(progress.Order(), progress);
            Assert.Equal(progress.Distinct().Count(), progress.Count);
        }
    }
}
