using System.Net;
using Trawl.Api.Database;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Jobs.Cancel;

[Collection(RestCollection.Name)]
public sealed class CancelTests(RestHost host)
{
    [Fact]
    public async Task A_queued_job_is_cancelled_at_once_and_only_once()
    {
        var client = host.NewUser();
        var job = (await client.PostAsync("/api/jobs", """{"url":"http://93.184.216.34/"}""")).Json.GetProperty("id").GetString();

        var first = await client.PostAsync($"/api/jobs/{job}/cancel");
        Assert.Equal((HttpStatusCode.OK, "cancelled"), (first.Status, first.Json.GetProperty("status").GetString()));
        var second = await client.PostAsync($"/api/jobs/{job}/cancel");
        Assert.Equal((HttpStatusCode.Conflict, "invalid_status"), (second.Status, second.Code));
    }

    [Theory]
    [InlineData(JobStatus.Completed)]
    [InlineData(JobStatus.Failed)]
    [InlineData(JobStatus.Expired)]
    public async Task An_ended_job_cannot_be_cancelled(JobStatus status)
    {
        var client = host.NewUser();
        await using var db = await host.DatabaseAsync();
        var job = Rows.Job(client.UserId, status);
        db.Add(job);
        await db.SaveChangesAsync();
        var answer = await client.PostAsync($"/api/jobs/{job.Id}/cancel");
        Assert.Equal((HttpStatusCode.Conflict, "invalid_status"), (answer.Status, answer.Code));
    }
}
