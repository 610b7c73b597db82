using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Jobs.Delete;

[Collection(RestCollection.Name)]
public sealed class DeleteJobTests(RestHost host)
{
    [Fact]
    public async Task An_ended_job_goes_with_its_pages_and_its_channel_and_leaves_its_documents()
    {
        var client = host.NewUser();
        await using var db = await host.DatabaseAsync();
        var source = Rows.Source(client.UserId);
        var job = Rows.Job(client.UserId, sourceId: source.Id);
        db.AddRange(new Channel { Name = $"user:{client.UserId}", Seq = 1 }, source, job, Rows.Page(job.Id, "/"), Rows.Document(source.Id), Event($"job:{job.Id}", job.Id), Event($"user:{client.UserId}", job.Id));
        await db.SaveChangesAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await client.SendAsync(HttpMethod.Delete, $"/api/jobs/{job.Id}")).Status);

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/api/jobs/{job.Id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await client.SendAsync(HttpMethod.Delete, $"/api/jobs/{job.Id}")).Status);
        Assert.False(await db.Pages.AnyAsync(page => page.JobId == job.Id));
        Assert.Empty(await host.LogAsync($"job:{job.Id}"));
        Assert.Equal(["queued", "deleted"], (await host.LogAsync($"user:{client.UserId}")).Select(e => e.Type));
        Assert.True(await db.Documents.AnyAsync(document => document.SourceId == source.Id));
    }

    [Fact]
    public async Task Its_owner_is_told_whoever_deletes_it()
    {
        var client = host.NewUser();
        await using var db = await host.DatabaseAsync();
        var job = Rows.Job(client.UserId);
        db.Add(job);
        await db.SaveChangesAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await host.NewUser().SendAsync(HttpMethod.Delete, $"/api/jobs/{job.Id}", null, ("X-User-Role", "admin"))).Status);

        var told = Assert.Single(await host.LogAsync($"user:{client.UserId}"));
        Assert.Equal(("deleted", job.Id, 1L, "{}"), (told.Type, told.JobId, told.Seq, told.Data.RootElement.GetRawText()));
    }

    [Fact]
    public async Task A_job_that_has_not_ended_stays()
    {
        var client = host.NewUser();
        await using var db = await host.DatabaseAsync();
        var job = Rows.Job(client.UserId, JobStatus.Queued);
        db.Add(job);
        await db.SaveChangesAsync();
        var answer = await client.SendAsync(HttpMethod.Delete, $"/api/jobs/{job.Id}");
        Assert.Equal((HttpStatusCode.Conflict, "invalid_status"), (answer.Status, answer.Code));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/api/jobs/{job.Id}")).Status);
        Assert.Empty(await host.LogAsync($"user:{client.UserId}"));
    }

    private static LoggedEvent Event(string channel, Guid jobId) => new()
    {
        Channel = channel, Seq = 1, Type = "queued", JobId = jobId, Version = 1, Timestamp = DateTimeOffset.UtcNow, Data = JsonDocument.Parse("{}"), Sent = true,
    };
}
