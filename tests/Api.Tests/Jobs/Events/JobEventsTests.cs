using System.Diagnostics;
using System.Text.Json;
using Trawl.Api.Database;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Jobs.Events;

[Collection(RestCollection.Name)]
public sealed class JobEventsTests(RestHost host)
{
    [Fact]
    public async Task The_log_of_a_new_job_begins_with_queued()
    {
        var (client, id) = await SubmitAsync();
        var answer = (await client.GetAsync($"/api/jobs/{id}/events")).Json;
        var first = answer.GetProperty("events")[0];
        Assert.Equal("queued", first.GetProperty("type").GetString());
        Assert.Equal($"job:{id}", first.GetProperty("channel").GetString());
        Assert.Equal(1, first.GetProperty("seq").GetInt64());
        Assert.Equal(answer.GetProperty("job").GetProperty("seq").GetInt64(), answer.GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task A_long_poll_answers_at_once_when_there_is_something()
    {
        var (client, id) = await SubmitAsync();
        var watch = Stopwatch.StartNew();
        var answer = await client.GetAsync($"/api/jobs/{id}/events?after=0&wait=30");
        Assert.NotEmpty(Seqs(answer.Json));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), "It waited for what was there.");
    }

    [Fact]
    public async Task A_long_poll_wakes_when_something_happens()
    {
        var (client, id) = await SubmitAsync();
        var seq = (await client.GetAsync($"/api/jobs/{id}/events")).Json.GetProperty("seq").GetInt64();
        var poll = client.GetAsync($"/api/jobs/{id}/events?after={seq}&wait=30");
        var watch = Stopwatch.StartNew();
        await client.PostAsync($"/api/jobs/{id}/cancel");

        var answer = (await poll).Json;
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), "It slept through the event.");
        Assert.Equal(seq + 1, Seqs(answer)[0]);
        Assert.True(answer.GetProperty("seq").GetInt64() > seq);
    }

    [Fact]
    public async Task A_long_poll_that_nothing_happens_in_ends_with_an_empty_list()
    {
        var (client, id) = await SubmitAsync();
        var seq = (await client.GetAsync($"/api/jobs/{id}/events")).Json.GetProperty("seq").GetInt64();
        var answer = (await client.GetAsync($"/api/jobs/{id}/events?after={seq}&wait=1")).Json;
        Assert.Empty(Seqs(answer));
        Assert.Equal(seq, answer.GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task An_ended_job_has_nothing_to_wait_for()
    {
        var (client, id) = await SubmitAsync();
        await client.PostAsync($"/api/jobs/{id}/cancel");
        var seq = (await client.GetAsync($"/api/jobs/{id}/events")).Json.GetProperty("seq").GetInt64();
        var watch = Stopwatch.StartNew();
        var answer = (await client.GetAsync($"/api/jobs/{id}/events?after={seq}&wait=30")).Json;
        Assert.Empty(Seqs(answer));
        Assert.Equal("cancelled", answer.GetProperty("job").GetProperty("status").GetString());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), "It waited for an event that cannot come.");
    }

    [Fact]
    public async Task A_position_beyond_the_end_is_answered_with_where_the_log_ends()
    {
        var (client, id) = await SubmitAsync();
        var watch = Stopwatch.StartNew();
        var answer = (await client.GetAsync($"/api/jobs/{id}/events?after=9999&wait=30")).Json;
        Assert.Empty(Seqs(answer));
        Assert.True(answer.GetProperty("seq").GetInt64() < 9999);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), "Silence.");
    }

    [Fact]
    public async Task A_log_longer_than_one_answer_is_read_in_several_without_a_gap()
    {
        var client = host.NewUser();
        await using var db = await host.DatabaseAsync();
        var job = Rows.Job(client.UserId);
        job.Seq = 1500;
        db.Add(job);
        db.AddRange(Enumerable.Range(1, 1500).Select(seq => new LoggedEvent
        {
            Channel = $"job:{job.Id}", Seq = seq, Type = "stage", JobId = job.Id, Version = seq, Timestamp = DateTimeOffset.UtcNow,
            Data = JsonDocument.Parse("{}"), Sent = true,
        }));
        await db.SaveChangesAsync();

        var first = (await client.GetAsync($"/api/jobs/{job.Id}/events")).Json;
        var second = (await client.GetAsync($"/api/jobs/{job.Id}/events?after={first.GetProperty("seq").GetInt64()}")).Json;
        Assert.Equal(Enumerable.Range(1, 1500).Select(seq => (long)seq), Seqs(first).Concat(Seqs(second)));
        Assert.Equal(1500, second.GetProperty("seq").GetInt64());
    }

    private async Task<(RestClient Client, string Id)> SubmitAsync()
    {
        var client = host.NewUser();
        return (client, (await client.PostAsync("/api/jobs", """{"url":"http://93.184.216.34/"}""")).Json.GetProperty("id").GetString()!);
    }

    private static long[] Seqs(JsonElement answer) => [.. answer.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("seq").GetInt64())];
}
