using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Trawl.Contracts.Channels;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Tests.Channels;
using Trawl.Notifier.Tests.Transports;
using Trawl.Notifier.Tests.Transports.ServerSentEvents;
using Trawl.TestSupport;

namespace Trawl.Notifier.Tests.Connections;

public sealed class HeartbeatTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);
    private readonly ManualTime _time = new();

    [Fact]
    [Trait("Seed", "S4.16")]
    [Trait("Seed", "S4.4")]
    public async Task A_client_that_answers_pings_stays_for_hours_and_one_that_does_not_is_dropped_after_a_minute()
    {
        await using var app = await NotifierApp.StartAsync(UseTime);
        using var answering = await app.ConnectAsync("?userId=alice");
        await answering.ReceiveAsync();
        var nothingMore = answering.ReceiveAsync(); // reading is what answers pings
        using var deaf = await app.ConnectAsync("?userId=bob");
        await deaf.ReceiveAsync();

        for (var minute = 0; minute < 12; minute++)
        {
            await PassAsync(app, TimeSpan.FromSeconds(24), "alice");
            await PassAsync(app, TimeSpan.FromSeconds(24), "alice");
        }

        Assert.False(nothingMore.IsCompleted);
        await Eventually.TrueAsync(() => Connections(app).All.All(connection => connection.Caller.UserId == "alice"), Deadline);
        answering.Socket.Abort();
    }

    [Fact]
    [Trait("Seed", "S4.17")]
    public async Task A_client_that_pings_every_half_minute_needs_to_answer_none()
    {
        await using var app = await NotifierApp.StartAsync(UseTime);
        using var client = await app.ConnectAsync();
        await client.ReceiveAsync();

        for (var i = 0; i < 12; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            await client.SendAsync("{\"type\":\"ping\"}");
            await client.UntilAsync("pong");
        }

        Assert.Equal(1, Connections(app).Count);
    }

    [Fact]
    [Trait("Seed", "S4.16")]
    [Trait("Seed", "S4.18")]
    public async Task A_stream_whose_reader_takes_nothing_is_dropped_after_a_minute()
    {
        await using var app = await NotifierApp.StartAsync(UseTime, ("Notifier:MaxWaitingLogBytes", $"{1 << 30}"), ("Notifier:MaxWaitingLogEvents", "10000000"));
        await using var stream = await EventStreamClient.OpenAsync(app, $"?userId=alice&channel={app.Job}");
        await stream.UntilAsync("subscribed");
        var connection = Connections(app).All.Single();
        _time.Advance(TimeSpan.FromSeconds(10));
        while (_time.GetElapsedTime(connection.LastHeard) < TimeSpan.FromSeconds(5))
        {
            await app.SayAsync(2000);
            _time.Advance(TimeSpan.FromSeconds(1)); // as long as the kernel takes what is sent, it counts as heard
        }

        // On a busy machine the kernel may have had room left by then: what it takes after that counts, too.
        using var deadline = new CancellationTokenSource(Deadline);
        while (Connections(app).Count > 0)
        {
            deadline.Token.ThrowIfCancellationRequested();
            await app.SayAsync(200);
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    [Trait("Seed", "S4.18")]
    public async Task A_silent_SignalR_client_is_dropped_by_SignalR_itself()
    {
        await using var app = await NotifierApp.StartAsync(
            ("Notifier:SilenceTimeout", "00:00:00.500"), ("Notifier:PingInterval", "00:00:00.100"), ("Notifier:EventStreamHeartbeat", "00:00:00.100"));
        using var client = await app.ConnectAsync(path: "/hubs/jobs");
        await client.SendAsync("{\"protocol\":\"json\",\"version\":1}\u001e");
        await client.ReceiveTextAsync();

        while (await client.ReceiveTextAsync() is not null)
        {
        }

        client.Socket.Abort();
        await Eventually.TrueAsync(() => Connections(app).Count == 0, Deadline);
    }

    [Fact]
    [Trait("Seed", "S4.16")]
    public void Whatever_is_set_nobody_silent_is_kept_beyond_five_minutes()
    {
        Assert.Empty(new NotifierOptions { SilenceTimeout = TimeSpan.FromMinutes(5) }.Validate("Notifier"));
        Assert.Contains("5 minutes", new NotifierOptions { SilenceTimeout = TimeSpan.FromMinutes(6) }.Validate("Notifier").Single(), StringComparison.Ordinal);
    }

    private void UseTime(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Configuration["Notifier:WriteInterval"] = "00:00:00"; // with a clock that stands still, the next tick never comes
    }

    private async Task PassAsync(NotifierApp app, TimeSpan by, string listening)
    {
        _time.Advance(by / 2);
        _time.Advance(by / 2);
        var connection = Connections(app).All.Single(one => one.Caller.UserId == listening);
        await Eventually.TrueAsync(() => connection.LastHeard >= connection.LastPing, Deadline); // it has answered
    }

    private static ConnectionRegistry Connections(NotifierApp app) => app.Services.GetRequiredService<ConnectionRegistry>();
}
