using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Trawl.Contracts.Channels;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Tests.Channels;
using Trawl.ServiceDefaults.Events;
using Trawl.TestSupport;

namespace Trawl.Notifier.Tests.Transports.ServerSentEvents;

public sealed class EventStreamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [Trait("Seed", "S1.26")]
    public async Task A_stream_has_the_snapshot_the_log_and_what_is_live_and_ends_with_its_job(int http)
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:EndedGrace", "00:00:00.050"), ("Kestrel:EndpointDefaults:Protocols", $"Http{http}"));
        await app.SayAsync(3);
        await using var stream = await EventStreamClient.OpenAsync(app, $"?userId=alice&channel={app.Job}&after=1", request =>
            (request.Version, request.VersionPolicy) = (new Version(http, http == 1 ? 1 : 0), HttpVersionPolicy.RequestVersionExact));
        var first = await stream.UntilAsync(e => e.Id == "3");
        await app.SayAsync(1);
        await stream.UntilAsync(e => e.Id == "4");
        app.Progress();
        await stream.UntilAsync(EventTypes.Progress);
        await app.SayAsync(1, EventTypes.Completed);
        var rest = await stream.ToEndAsync();

        Assert.Equal([(null, "subscribed"), ("2", "stage"), ("3", "stage")], first.Select(e => (e.Id, e.Type))); // an id is a seq
        Assert.Equal([("5", "completed"), (null, "unsubscribed")], rest.Select(e => (e.Id, e.Type)));
        Assert.Equal(["type", "channel", "seq", "recovered", "snapshot"], first[0].Data.EnumerateObject().Select(p => p.Name));
        Assert.Equal(Encoding.UTF8.GetString(FakeLog.Bytes(app.Log.Answer(app.Job, 1).Events[0])), first[1].Data.GetRawText());
        Assert.Equal("ended", rest[^1].Data.GetProperty("reason").GetString());
        Assert.InRange(stream.RetryMs!.Value, 1000, 5000);
        var headers = stream.Response.Headers;
        Assert.Equal(("text/event-stream", "no-store", "no"), (stream.Response.Content.Headers.ContentType!.ToString(), headers.CacheControl!.ToString(), headers.GetValues("X-Accel-Buffering").Single()));
        Assert.Empty(stream.Response.Content.Headers.ContentEncoding);
        await Eventually.TrueAsync(() => app.Services.GetRequiredService<ConnectionRegistry>().Count == 0, TimeSpan.FromMinutes(1));
    }

    [Fact]
    [Trait("Seed", "S2.44")]
    public async Task The_last_event_id_wins_over_the_address_and_nothing_is_missed_or_repeated()
    {
        await using var app = await NotifierApp.StartAsync();
        await app.SayAsync(5);
        var seen = new List<string>();
        string? last = null;
        for (var i = 0; i < 4; i++)
        {
            await using var stream = await EventStreamClient.OpenAsync(
                app, $"?userId=alice&channel={app.Job}&after=0{(i == 3 ? $"&lastEventId={last}" : "")}", request => AddLastEventId(request, i == 3 ? null : last));
            var upTo = $"{(i + 1) * 3}";
            seen.AddRange((await stream.UntilAsync(e => e.Id == upTo)).Where(e => e.Type == "stage").Select(e => e.Id!));
            last = stream.LastEventId;
            await app.SayAsync(3);
        }

        Assert.Equal(Enumerable.Range(1, 12).Select(n => $"{n}"), seen);
    }

    [Fact]
    public async Task Who_begins_with_the_snapshot_comes_back_to_where_that_was()
    {
        await using var app = await NotifierApp.StartAsync();
        await app.SayAsync(2);
        await using var first = await EventStreamClient.OpenAsync(app, $"?userId=alice&channel={app.Job}");
        await first.UntilAsync("subscribed");
        await first.DisposeAsync();
        await app.SayAsync(1);

        await using var again = await EventStreamClient.OpenAsync(app, $"?userId=alice&channel={app.Job}", request => AddLastEventId(request, first.LastEventId));

        Assert.Equal("3", (await again.UntilAsync("stage"))[^1].Id);
    }

    [Fact]
    public async Task The_id_of_a_stream_of_several_channels_names_a_position_in_each()
    {
        await using var app = await NotifierApp.StartAsync();
        var publisher = app.Services.GetRequiredService<IEventPublisher>();
        await app.SayAsync(2);
        var query = $"?userId=alice&channel={app.Job}&channel=user:alice&channel=job:{Guid.NewGuid()}&after=0&after=&after=7";
        await using var stream = await EventStreamClient.OpenAsync(app, query);

        var first = await stream.UntilAsync(e => e.Id?.StartsWith("2,", StringComparison.Ordinal) == true);
        await publisher.PublishConfirmedAsync([new EventMessage("user:alice", FakeLog.Bytes(app.Log.Append("user:alice")))], CancellationToken.None);
        var mine = (await stream.UntilAsync("stage"))[^1];
        await app.SayAsync(1);
        var theirs = (await stream.UntilAsync("stage"))[^1];
        await stream.DisposeAsync();
        await app.SayAsync(1);
        await using var again = await EventStreamClient.OpenAsync(app, query, request => AddLastEventId(request, stream.LastEventId));
        var missed = (await again.UntilAsync("stage"))[^1];

        Assert.Equal(["subscribed", "subscribed", "error", "stage", "stage"], first.Select(e => e.Type));
        Assert.Equal("not_found", first[2].Data.GetProperty("code").GetString());
        Assert.Equal(["0,0,7", "0,0,7", null, "1,0,7", "2,0,7"], first.Select(e => e.Id));
        Assert.Equal(("2,1,7", "3,1,7"), (mine.Id, theirs.Id));
        Assert.Equal("4,1,7", missed.Id);
    }

    [Fact]
    public async Task Who_comes_back_to_an_ended_job_and_has_everything_is_told_not_to_come_again()
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:EndedGrace", "00:00:00.050"));
        await app.SayAsync(2);
        await app.SayAsync(1, EventTypes.Completed);
        await using var late = await EventStreamClient.OpenAsync(app, $"?userId=alice&channel={app.Job}");
        var told = await late.ToEndAsync();

        await using var behind = await EventStreamClient.OpenAsync(app, $"?userId=alice&channel={app.Job}", request => AddLastEventId(request, "2"));
        var rest = await behind.ToEndAsync();
        await using var done = await EventStreamClient.OpenAsync(app, $"?userId=alice&channel={app.Job}", request => AddLastEventId(request, late.LastEventId));

        Assert.Equal([("3", "subscribed"), (null, "unsubscribed")], told.Select(e => (e.Id, e.Type)));
        Assert.Equal(["subscribed", "completed", "unsubscribed"], rest.Select(e => e.Type));
        Assert.Equal(HttpStatusCode.NoContent, done.Response.StatusCode);
    }

    [Theory]
    [InlineData("99", false)]
    [InlineData("99", true)]
    [InlineData("abc", false)]
    [InlineData("abc", true)]
    [InlineData("1,2", false)]
    [InlineData("-1", false)]
    [InlineData("99999999999999999999", true)]
    [Trait("Seed", "S2.44")]
    public async Task Who_comes_back_from_where_the_log_has_never_been_begins_with_the_snapshot(string lastEventId, bool ended)
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:EndedGrace", "00:00:00.050"));
        await app.SayAsync(2);
        if (ended)
            await app.SayAsync(1, EventTypes.Completed);

        await using var stream = await EventStreamClient.OpenAsync(app, $"?userId=alice&channel={app.Job}", request => AddLastEventId(request, lastEventId));
        var subscribed = await stream.NextAsync();

        Assert.Equal((ended ? "3" : "2", "subscribed"), (subscribed!.Id!, subscribed.Type));
        Assert.False(subscribed.Data.GetProperty("recovered").GetBoolean());
        Assert.Equal(JsonValueKind.Object, subscribed.Data.GetProperty("snapshot").ValueKind);
    }

    [Theory]
    [InlineData("", null, 400)]
    [InlineData("channel={job}&after=-1", null, 400)]
    [InlineData("channel={job}&after=one", null, 400)]
    [InlineData("channel={job}&after=99999999999999999999", null, 400)]
    [InlineData("channel={job}&after=1&after=2", null, 400)]
    [InlineData("channel={job}&channel={job}", null, 400)]
    [InlineData("channel=job:x", "abc", 404)]
    [InlineData("channel=user:bob", null, 404)]
    [InlineData("channel=job:01980000-0000-7000-8000-000000000001", null, 404)]
    public async Task What_cannot_be_is_refused_before_the_stream_begins(string query, string? lastEventId, int status)
    {
        await using var app = await NotifierApp.StartAsync();

        await using var stream = await EventStreamClient.OpenAsync(
            app, $"?userId=alice&{query.Replace("{job}", app.Job, StringComparison.Ordinal)}", request => AddLastEventId(request, lastEventId));

        Assert.Equal(status, (int)stream.Response.StatusCode);
        Assert.Equal("application/problem+json", stream.Response.Content.Headers.ContentType!.MediaType);
        await Eventually.TrueAsync(() => app.Services.GetRequiredService<ConnectionRegistry>().Count == 0, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_stranger_is_told_what_a_browser_does_not_retry()
    {
        await using var app = await NotifierApp.StartAsync();
        await using var stream = await EventStreamClient.OpenAsync(app, $"?userId=mallory&channel={app.Job}");
        Assert.Equal(HttpStatusCode.NotFound, stream.Response.StatusCode);
    }

    [Fact]
    public async Task Without_the_Api_it_is_said_when_to_come_again()
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:HistoryPatience", "00:00:00.100"), ("Notifier:HistoryTimeout", "00:00:00.050"));
        app.ApiAway = true;

        await using var stream = await EventStreamClient.OpenAsync(app, $"?userId=alice&channel={app.Job}");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, stream.Response.StatusCode);
        Assert.NotNull(stream.Response.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_browser_is_told_so_in_a_stream_since_it_would_never_come_back_after_a_503()
    {
        await using var app = await NotifierApp.StartAsync(("Notifier:HistoryPatience", "00:00:00.100"), ("Notifier:HistoryTimeout", "00:00:00.050"));
        app.ApiAway = true;

        await using var stream = await EventStreamClient.OpenAsync(
            app, $"?userId=alice&channel={app.Job}", request => request.Headers.Accept.ParseAdd("text/event-stream"));

        Assert.Equal(HttpStatusCode.OK, stream.Response.StatusCode);
        Assert.Null(await stream.NextAsync());
        Assert.Equal(2000, stream.RetryMs);
    }

    [Fact]
    public async Task A_quiet_stream_gets_a_comment_every_fifteen_seconds()
    {
        var time = new ManualTime();
        await using var app = await NotifierApp.StartAsync(builder => builder.Services.AddSingleton<TimeProvider>(time));
        await using var stream = await EventStreamClient.OpenAsync(app, $"?userId=alice&channel={app.Job}");
        await stream.UntilAsync("subscribed");

        for (var i = 0; i < 40; i++)
        {
            time.Advance(TimeSpan.FromSeconds(4));
            var connection = app.Services.GetRequiredService<ConnectionRegistry>().All.Single();
            await Eventually.TrueAsync(() => time.GetElapsedTime(connection.LastHeard) < TimeSpan.FromSeconds(16), TimeSpan.FromMinutes(1)); // written
        }

        await app.SayAsync(1);
        await stream.UntilAsync("stage");
        Assert.InRange(stream.Comments, 9, 11); // 160 seconds, and it was not taken for silent
    }

    [Fact]
    public async Task Pages_of_the_frontend_may_listen_and_others_may_not()
    {
        await using var app = await NotifierApp.StartAsync();
        await using var frontend = await EventStreamClient.OpenAsync(
            app, $"?userId=alice&channel={app.Job}", request => request.Headers.Add("Origin", "http://localhost:3000"));
        await using var other = await EventStreamClient.OpenAsync(
            app, $"?userId=alice&channel={app.Job}", request => request.Headers.Add("Origin", "https://evil.example"));

        Assert.Equal("http://localhost:3000", frontend.Response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("true", frontend.Response.Headers.GetValues("Access-Control-Allow-Credentials").Single());
        Assert.Equal(HttpStatusCode.Forbidden, other.Response.StatusCode);
    }

    [Fact]
    [Trait("Seed", "S4.2")]
    public async Task A_client_that_goes_away_leaves_nothing_behind()
    {
        await using var app = await NotifierApp.StartAsync();
        var streams = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => EventStreamClient.OpenAsync(app, $"?userId=alice&channel={app.Job}&after=0")));
        await Task.WhenAll(streams.Select(stream => stream.UntilAsync("subscribed")));
        var flood = Enumerable.Range(0, 20).Select(_ => app.SayAsync(20)).ToArray();

        foreach (var stream in streams)
            await stream.DisposeAsync();

        await Task.WhenAll(flood);
        await Eventually.TrueAsync(() => app.Services.GetRequiredService<ConnectionRegistry>().Count == 0, TimeSpan.FromMinutes(1));
    }

    private static void AddLastEventId(HttpRequestMessage request, string? id)
    {
        if (id is not null)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", id);
    }
}
