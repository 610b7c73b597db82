using System.Text.Json;
using Trawl.Api.Database;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Jobs.List;

[Collection(RestCollection.Name)]
public sealed class ListJobsTests(RestHost host)
{
    [Fact]
    public async Task Pages_hold_every_job_once_while_others_are_being_inserted()
    {
        var client = host.NewUser();
        var known = await AddAsync(client.UserId, 23);
        var seen = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = (await client.GetAsync($"/api/jobs?limit=5{(cursor is null ? "" : $"&after={cursor}")}")).Json;
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(job => job.GetProperty("id").GetGuid()));
            cursor = page.GetProperty("next").GetString();
            await AddAsync(client.UserId, 3);
        }
        while (cursor is not null);

        Assert.Equal(known.OrderByDescending(id => id.ToString(), StringComparer.Ordinal), seen);
    }

    [Fact]
    public async Task A_list_that_ends_exactly_at_the_limit_has_no_next_page()
    {
        var client = host.NewUser();
        await AddAsync(client.UserId, 2);
        Assert.Equal(JsonValueKind.Null, (await client.GetAsync("/api/jobs?limit=2")).Json.GetProperty("next").ValueKind);
        Assert.Equal("""{"items":[],"next":null}""", (await host.NewUser().GetAsync("/api/jobs")).Text);
    }

    [Fact]
    public async Task Filters_narrow_and_combine()
    {
        var client = host.NewUser();
        await using var db = await host.DatabaseAsync();
        var source = Rows.Source(client.UserId);
        var (done, failed, tagged) = (Rows.Job(client.UserId), Rows.Job(client.UserId, JobStatus.Failed, source.Id), Rows.Job(client.UserId));
        tagged.Tags = ["docs"];
        db.AddRange(source, done, failed, tagged);
        await db.SaveChangesAsync();

        Assert.Equal([failed.Id], await IdsAsync(client, "status=failed"));
        Assert.Equal([tagged.Id], await IdsAsync(client, "tag=docs"));
        Assert.Equal([failed.Id], await IdsAsync(client, $"sourceId={source.Id}"));
        // Ids of one millisecond are in no particular order.
        Assert.Equal(new[] { tagged.Id, failed.Id, done.Id }.OrderByDescending(id => id.ToString(), StringComparer.Ordinal), await IdsAsync(client, "status=failed,completed&type=crawl"));
        Assert.Empty(await IdsAsync(client, "status=failed&tag=docs"));
        Assert.Empty(await IdsAsync(client, "type=custom"));
    }

    private static async Task<Guid[]> IdsAsync(RestClient client, string query) =>
        [.. (await client.GetAsync($"/api/jobs?{query}")).Json.GetProperty("items").EnumerateArray().Select(job => job.GetProperty("id").GetGuid())];

    private async Task<Guid[]> AddAsync(string userId, int count)
    {
        await using var db = await host.DatabaseAsync();
        var jobs = Enumerable.Range(0, count).Select(_ => Rows.Job(userId)).ToArray();
        db.AddRange(jobs.Cast<object>());
        await db.SaveChangesAsync();
        return [.. jobs.Select(job => job.Id)];
    }
}
