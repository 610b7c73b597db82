using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Trawl.Api.Database;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.History;

[Collection(RestCollection.Name)]
public sealed class ChannelEventsTests(RestHost host)
{
    [Fact]
    public async Task Without_a_position_the_answer_is_where_the_channel_stands()
    {
        var (client, id) = await SubmitAsync();
        var job = (await client.GetAsync($"/api/jobs/{id}")).Json;
        var now = (await client.GetAsync($"/api/events?channel=job:{id.ToUpperInvariant()}")).Json;
        Assert.Equal($"job:{id}", now.GetProperty("channel").GetString());
        Assert.Equal(job.GetProperty("seq").GetInt64(), now.GetProperty("seq").GetInt64());
        Assert.Equal(job.GetRawText(), now.GetProperty("snapshot").GetRawText());
        Assert.True(now.GetProperty("recovered").GetBoolean());
        Assert.Empty(Seqs(now));
    }

    [Fact]
    public async Task After_a_position_every_channel_tells_all_that_came_since()
    {
        var (client, id) = await SubmitAsync();
        await client.PostAsync($"/api/jobs/{id}/cancel");
        foreach (var channel in new[] { $"job:{id}", $"user:{client.UserId}" })
        {
            var all = (await client.GetAsync($"/api/events?channel={channel}&after=0")).Json;
            Assert.Equal(Enumerable.Range(1, Seqs(all).Length).Select(seq => (long)seq), Seqs(all));
            Assert.Equal(["queued", "cancelled"], all.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("type").GetString()));
            var rest = (await client.GetAsync($"/api/events?channel={channel}&after=1")).Json;
            Assert.Equal(Seqs(all)[1..], Seqs(rest));
            Assert.Equal(all.GetProperty("seq").GetInt64(), rest.GetProperty("seq").GetInt64());
        }
    }

    [Fact]
    public async Task A_wait_ends_with_the_next_event_of_a_user()
    {
        var client = host.NewUser();
        var poll = client.GetAsync($"/api/events?channel=user:{client.UserId}&after=0&wait=30");
        var watch = Stopwatch.StartNew();
        await SubmitAsync(client);
        var answer = (await poll).Json;
        Assert.Equal([1L], Seqs(answer));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("snapshot").ValueKind);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), "It slept through the event.");
    }

    [Fact]
    public async Task An_ended_job_has_nothing_to_wait_for()
    {
        var (client, id) = await SubmitAsync();
        var seq = (await client.PostAsync($"/api/jobs/{id}/cancel")).Json.GetProperty("seq").GetInt64();
        var watch = Stopwatch.StartNew();
        var answer = (await client.GetAsync($"/api/events?channel=job:{id}&after={seq}&wait=30")).Json;
        Assert.Equal("cancelled", answer.GetProperty("snapshot").GetProperty("status").GetString());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), "It waited for an event that cannot come.");
    }

    [Fact]
    public async Task A_position_that_the_log_cannot_serve_is_answered_with_where_to_begin_anew()
    {
        var (client, id) = await SubmitAsync();
        var answer = (await client.GetAsync($"/api/events?channel=job:{id}&after=9999&wait=30")).Json;
        Assert.False(answer.GetProperty("recovered").GetBoolean());
        Assert.Equal(answer.GetProperty("snapshot").GetProperty("seq").GetInt64(), answer.GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task A_log_longer_than_one_answer_is_read_in_several_without_a_gap()
    {
        var client = host.NewUser();
        var channel = $"user:{client.UserId}";
        await using (var db = await host.DatabaseAsync())
        {
            db.Add(new Channel { Name = channel, Seq = 1500 });
            db.AddRange(Enumerable.Range(1, 1500).Select(seq => new LoggedEvent
            {
                Channel = channel, Seq = seq, Type = "notification", Timestamp = DateTimeOffset.UtcNow, Data = JsonDocument.Parse("{}"), Sent = true,
            }));
            await db.SaveChangesAsync();
        }

        var first = (await client.GetAsync($"/api/events?channel={channel}&after=0")).Json;
        var second = (await client.GetAsync($"/api/events?channel={channel}&after={first.GetProperty("seq").GetInt64()}")).Json;
        Assert.Equal(Enumerable.Range(1, 1500).Select(seq => (long)seq), Seqs(first).Concat(Seqs(second)));
    }

    [Theory]
    [InlineData("/api/events", HttpStatusCode.BadRequest, "validation_failed")]
    [InlineData("/api/events?channel=system&after=x", HttpStatusCode.BadRequest, "validation_failed")]
    [InlineData("/api/events?channel=system&wait=31", HttpStatusCode.BadRequest, "validation_failed")]
    [InlineData("/api/events?channel=rooms", HttpStatusCode.NotFound, "not_found")]
    [InlineData("/api/events?channel=job:1", HttpStatusCode.NotFound, "not_found")]
    [InlineData("/api/events?channel=user:", HttpStatusCode.NotFound, "not_found")]
    [InlineData("/api/events?channel=user:somebody-else&after=0&wait=30", HttpStatusCode.NotFound, "not_found")]
    public async Task What_cannot_be_asked_is_refused(string path, HttpStatusCode status, string code)
    {
        var answer = await host.NewUser().GetAsync(path);
        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task The_system_channel_is_everybody_s_and_an_admin_reads_all() =>
        Assert.All(
            [await host.NewUser().GetAsync("/api/events?channel=system&after=0"), await host.AdminAs("root").GetAsync("/api/events?channel=user:somebody-else")],
            answer => Assert.Equal(HttpStatusCode.OK, answer.Status));

    private async Task<(RestClient Client, string Id)> SubmitAsync(RestClient? known = null)
    {
        var client = known ?? host.NewUser();
        return (client, (await client.PostAsync("/api/jobs", """{"url":"http://93.184.216.34/"}""")).Json.GetProperty("id").GetString()!);
    }

    private static long[] Seqs(JsonElement answer) => [.. answer.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("seq").GetInt64())];
}
