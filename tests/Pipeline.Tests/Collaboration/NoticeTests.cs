using Trawl.Pipeline.Tests.Disturbance;

namespace Trawl.Pipeline.Tests.Collaboration;

/// <summary>What people are told, whatever they listen with.</summary>
[Collection(AllInOneCollection.Name)]
[Trait("Seed", "S1.13")]
public sealed class NoticeTests(AllInOneDeployment deployment)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    public static TheoryData<string> Names { get; } = [.. Transports.OfNotifier.Select(transport => transport.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Who_was_away_is_told_on_any_transport_and_then_what_comes(string transport)
    {
        using var alice = new Person(deployment.Api, $"alice-{Guid.NewGuid():N}");
        for (var i = 1; i <= 3; i++)
            await NotifyAsync(alice, alice.Id);
        var told = await HearAsync(transport, alice.Id, $"user:{alice.Id}", after: 1, until: 3, () => NotifyAsync(alice, alice.Id));
        Assert.Equal([2, 3, 4], told);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Everybody_is_told_on_any_transport(string transport)
    {
        using var admin = new Person(deployment.Api, "root", isAdmin: true);
        var seq = await NotifyAsync(admin, userId: null);
        var told = await HearAsync(transport, $"nobody-{Guid.NewGuid():N}", "system", after: seq - 1, until: seq, () => NotifyAsync(admin, userId: null));
        Assert.Equal([seq, seq + 1], told);
    }

    // What is heard up to a position, and when that is reached, what is done then and heard live.
    private async Task<List<long>> HearAsync(string transport, string user, string channel, long after, long until, Func<Task<long>> then)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var told = new List<long>();
        await foreach (var heard in Transports.OfNotifier.Single(t => t.Name == transport).FollowAsync(new Place(deployment.Notifier, user, channel), after, deadline.Token))
        {
            if (heard.Seq == 0)
                continue;
            Assert.Equal("notification", heard.Type);
            told.Add(heard.Seq);
            if (heard.Seq > until)
                break;
            if (heard.Seq == until)
                await then();
        }

        return told;
    }

    private static async Task<long> NotifyAsync(Person person, string? userId) =>
        (await person.PostAsync("/api/notifications", new { level = "info", title = "A title", message = "A message.", userId })).GetProperty("seq").GetInt64();
}
