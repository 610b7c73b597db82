using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Trawl.Contracts.Channels;
using Trawl.Notifier.Transports.SocketIo;
using Trawl.TestSupport;

namespace Trawl.Notifier.Tests.Transports.SocketIo;

public sealed class RecoveryTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Seed", "S2.40")]
    [Trait("Seed", "S2.44")]
    public async Task Subscriptions_of_a_lost_transport_are_found_again_once_and_nothing_is_missing_or_told_twice(bool polls)
    {
        await using var app = await NotifierApp.StartAsync();
        using (var lost = await SocketIoClient.ConnectAsync(app, polls))
        {
            await lost.EmitAsync("subscribe", SocketIoTests.Id(app));
            await lost.UntilAsync("job:progress");
            await app.SayAsync(2);
            await lost.UntilAsync("stage", e => e.Seq == 2);
            await LoseAsync(app, lost);
        }

        await app.SayAsync(1);
        await app.SayAsync(1, EventTypes.Completed);
        using var other = await SocketIoClient.ConnectAsync(app, query: "userId=bob");
        using var back = await SocketIoClient.ConnectAsync(app);
        var told = await back.UntilAsync("job:completed");
        using var third = await SocketIoClient.ConnectAsync(app);

        Assert.Equal(["subscribed", "progress", "job:progress", "stage", "progress", "completed", "job:completed"], told.Select(e => e.Name));
        Assert.Equal([3, 4, 4, 4], told.Skip(3).Select(e => e.Seq!.Value));
        await other.EmitAsync("ping", id: 1);
        await third.EmitAsync("ping", id: 2);
        Assert.StartsWith("431", await other.ReceiveAsync(), StringComparison.Ordinal);
        Assert.StartsWith("432", await third.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Seed", "S2.40")]
    public async Task Who_is_back_before_its_old_line_is_known_to_be_lost_finds_its_subscriptions_too()
    {
        var time = new ManualTime();
        await using var app = await NotifierApp.StartAsync(
            builder => builder.Services.AddSingleton<TimeProvider>(time), ("Notifier:WriteInterval", "00:00:00")); // time stands still, and so would writes
        using var lost = await SocketIoClient.ConnectAsync(app);
        await lost.EmitAsync("subscribe", SocketIoTests.Id(app));
        await lost.UntilAsync("job:progress");

        using var back = await SocketIoClient.ConnectAsync(app);
        await back.EmitAsync("ping", id: 1);
        Assert.Equal("431[{\"ok\":true}]", await back.ReceiveAsync()); // it has joined, and found nothing
        await LoseAsync(app, lost, left: 1);
        await Eventually.TrueAsync(() => app.Services.GetRequiredService<LostConnections>().Count == 1, Deadline);
        time.Advance(TimeSpan.FromSeconds(1));
        var told = await back.UntilAsync("job:progress");
        await app.SayAsync(1);

        Assert.Equal(["subscribed", "progress", "job:progress"], told.Select(e => e.Name));
        Assert.Equal(1, (await back.NextAsync()).Seq);
    }

    [Fact]
    public async Task Who_subscribes_again_by_itself_goes_on_there_too()
    {
        await using var app = await NotifierApp.StartAsync();
        using (var lost = await SocketIoClient.ConnectAsync(app))
        {
            await lost.EmitAsync("subscribe", SocketIoTests.Id(app));
            await lost.UntilAsync("job:progress");
            await LoseAsync(app, lost);
        }

        await app.SayAsync(1);
        await app.SayAsync(1, EventTypes.Completed);
        using var back = await SocketIoClient.OpenAsync(app);
        await back.SendAsync("40");
        await back.EmitAsync("subscribe", SocketIoTests.Id(app));
        var told = await back.UntilAsync("job:completed");

        Assert.Equal([1, 2, 2, 2], told.Where(e => e.Seq is not null && e.Name != "subscribed").Select(e => e.Seq!.Value));
        Assert.Single(told, e => e.Name == "completed");
    }

    [Fact]
    public async Task A_line_that_is_lost_before_the_answer_is_found_again_too()
    {
        await using var app = await NotifierApp.StartAsync();
        app.ApiAway = true;
        using (var lost = await SocketIoClient.ConnectAsync(app))
        {
            await lost.EmitAsync("subscribe", SocketIoTests.Id(app));
            await lost.EmitAsync("ping", id: 1);
            Assert.StartsWith("431", await lost.ReceiveAsync(), StringComparison.Ordinal);
            await LoseAsync(app, lost);
        }

        app.ApiAway = false;
        using var back = await SocketIoClient.ConnectAsync(app);
        var told = await back.UntilAsync("job:progress");

        Assert.Equal(["subscribed", "progress", "job:progress"], told.Select(e => e.Name));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Seed", "S2.40")]
    public async Task What_was_claimed_by_a_line_that_is_lost_as_well_is_found_by_the_next(bool polls)
    {
        await using var app = await NotifierApp.StartAsync();
        using (var lost = await SocketIoClient.ConnectAsync(app))
        {
            await lost.EmitAsync("subscribe", SocketIoTests.Id(app));
            await lost.UntilAsync("job:progress");
            await LoseAsync(app, lost);
        }

        await app.SayAsync(1);
        using (var cut = await SocketIoClient.ConnectAsync(app, polls))
            await LoseAsync(app, cut);
        using var back = await SocketIoClient.ConnectAsync(app);
        var told = await back.UntilAsync("stage");

        Assert.Equal("subscribed", told[0].Name);
        Assert.Equal(1, told[^1].Seq);
    }

    [Fact]
    public async Task Recovery_works_again_when_nothing_was_said_in_between()
    {
        await using var app = await NotifierApp.StartAsync();
        using var lost = await SocketIoClient.ConnectAsync(app, auth: "{\"recovery\":true}");
        await lost.EmitAsync("subscribe", SocketIoTests.Id(app));
        await lost.UntilAsync("job:progress");
        await app.SayAsync(1);
        var auth = JsonSerializer.Serialize(new { recovery = true, pid = lost.Welcome.GetProperty("pid").GetString(), offset = (await lost.UntilAsync("stage"))[^1].Offset });

        using var second = await SocketIoClient.ConnectAsync(app, auth: auth);
        await second.UntilAsync("job:progress");
        using var third = await SocketIoClient.ConnectAsync(app, auth: auth);
        await third.UntilAsync("job:progress");
        await app.SayAsync(1);

        Assert.Equal([lost.Welcome.GetRawText(), lost.Welcome.GetRawText()], new[] { second.Welcome.GetRawText(), third.Welcome.GetRawText() });
        Assert.Equal(2, (await third.NextAsync()).Seq);
    }

    [Fact]
    [Trait("Seed", "S2.44")]
    public async Task Who_says_where_it_stands_is_told_what_follows_and_nothing_that_somebody_else_lost()
    {
        await using var app = await NotifierApp.StartAsync();
        using (var lost = await SocketIoClient.ConnectAsync(app))
        {
            await lost.EmitAsync("subscribe", SocketIoTests.Id(app));
            await lost.UntilAsync("job:progress");
            await LoseAsync(app, lost);
        }

        await app.SayAsync(6);
        using var window = await SocketIoClient.ConnectAsync(app); // of the same user, at the same address
        await window.EmitAsync("subscribe", new { jobId = SocketIoTests.Id(app), after = 4 });
        await app.SayAsync(1, EventTypes.Completed);
        var told = await window.UntilAsync("job:completed");

        Assert.Equal([5, 6, 7, 7, 7], told.Where(e => e.Seq is not null && e.Name != "subscribed").Select(e => e.Seq!.Value));
    }

    [Fact]
    public async Task What_nobody_claims_is_forgotten()
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:SocketIo:ClaimWindow", "00:00:00.050"));
        using (var lost = await SocketIoClient.ConnectAsync(app))
        {
            await lost.EmitAsync("subscribe", SocketIoTests.Id(app));
            await lost.UntilAsync("job:progress");
            lost.Engine.Socket!.Abort();
        }

        await Eventually.TrueAsync(() => SocketIoTests.Sessions(app) == 0, Deadline);
        await Eventually.TrueAsync(() => app.Services.GetRequiredService<LostConnections>().Count == 0, Deadline);
    }

    [Theory]
    [InlineData("userId=alice", "{\"recovery\":true}")]
    [InlineData("userId=alice&recovery=1", "")]
    public async Task Who_asks_for_recovery_comes_back_as_the_same_and_gets_what_it_does_not_have(string query, string auth)
    {
        await using var app = await NotifierApp.StartAsync();
        using var lost = await SocketIoClient.ConnectAsync(app, query: query, auth: auth);
        await lost.EmitAsync("subscribe", SocketIoTests.Id(app));
        await lost.UntilAsync("job:progress");
        await app.SayAsync(3);
        var had = await lost.UntilAsync("stage", e => e.Seq == 3);
        var offset = had.First(e => e.Seq == 2).Offset;

        // The line is not known to be lost when the client comes back: it has an event less than was sent.
        var pid = lost.Welcome.GetProperty("pid").GetString();
        await app.SayAsync(1);
        using var back = await SocketIoClient.ConnectAsync(app, query: query, auth: JsonSerializer.Serialize(new { recovery = true, pid, offset }));
        var told = await back.UntilAsync("stage", e => e.Seq == 4);

        Assert.Equal($"{app.Job}#2", offset);
        Assert.Equal(lost.Welcome.GetRawText(), back.Welcome.GetRawText());
        Assert.Equal([3, 4], told.Where(e => e.Name == "stage").Select(e => e.Seq!.Value));
        await Eventually.TrueAsync(() => SocketIoTests.Sessions(app) == 1, Deadline);
    }

    [Fact]
    public async Task A_pid_is_of_no_use_to_another_user_and_an_unknown_offset_is_not_guessed_at()
    {
        await using var app = await NotifierApp.StartAsync();
        using var lost = await SocketIoClient.ConnectAsync(app, auth: "{\"recovery\":true}");
        await lost.EmitAsync("subscribe", SocketIoTests.Id(app));
        await lost.UntilAsync("job:progress");
        var pid = lost.Welcome.GetProperty("pid").GetString();

        using var thief = await SocketIoClient.ConnectAsync(app, query: "userId=bob", auth: JsonSerializer.Serialize(new { recovery = true, pid }));
        using var confused = await SocketIoClient.ConnectAsync(app, auth: JsonSerializer.Serialize(new { recovery = true, pid, offset = "job:x#1" }));
        await app.SayAsync(1);
        var told = await confused.UntilAsync("stage");

        Assert.NotEqual(pid, thief.Welcome.GetProperty("pid").GetString());
        Assert.NotEqual(pid, confused.Welcome.GetProperty("pid").GetString());
        Assert.Equal("subscribed", told[0].Name); // by the claim that anybody has
    }

    [Fact]
    public async Task Who_does_not_ask_is_given_no_pid_and_no_second_argument()
    {
        await using var app = await NotifierApp.StartAsync();
        using var client = await SocketIoClient.ConnectAsync(app);
        await client.EmitAsync("subscribe", SocketIoTests.Id(app));
        await client.UntilAsync("job:progress");
        await app.SayAsync(1);

        Assert.Equal(["sid"], client.Welcome.EnumerateObject().Select(p => p.Name));
        Assert.Null((await client.UntilAsync("stage"))[^1].Offset);
    }

    [Fact]
    public async Task Who_leaves_on_purpose_is_not_found_again()
    {
        await using var app = await NotifierApp.StartAsync();
        using (var client = await SocketIoClient.ConnectAsync(app))
        {
            await client.EmitAsync("subscribe", SocketIoTests.Id(app));
            await client.UntilAsync("job:progress");
            await client.SendAsync("41");
            await client.SendAsync("1");
            Assert.Null(await client.ReceiveAsync());
        }

        await Eventually.TrueAsync(() => SocketIoTests.Sessions(app) == 0, Deadline);
        Assert.Equal(0, app.Services.GetRequiredService<LostConnections>().Count);
    }

    private static async Task LoseAsync(NotifierApp app, SocketIoClient client, int left = 0)
    {
        if (client.Engine.Socket is { } socket)
            socket.Abort();
        else
            await client.SendAsync("1");
        await Eventually.TrueAsync(() => SocketIoTests.Sessions(app) == left, Deadline);
    }
}
