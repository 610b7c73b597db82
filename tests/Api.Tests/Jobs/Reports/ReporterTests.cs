using System.Net;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Jobs.Reports;

[Collection(ReportCollection.Name)]
public sealed class ReporterTests(ReportHost host)
{
    private static readonly (string What, string Body)[] Reports =
    [
        ("progress", """{"progress":5}"""),
        ("events", """{"type":"sync:progress","data":{}}"""),
        ("model-results", """{"model":"m","status":"completed"}"""),
        ("clarifications", """{"question":"Which?"}"""),
        ("fail", "{}"),
        ("complete", "{}"),
    ];

    [Fact]
    public async Task Whoever_has_the_token_reports_reads_what_comes_of_it_and_does_nothing_else()
    {
        var job = await host.JobAsync();
        var program = host.Rest.NewUser();
        foreach (var (what, body) in Reports.Where(report => report.What != "fail"))
            Assert.Equal(HttpStatusCode.Accepted, (await program.PostAsync($"{job.Path}/{what}", body, Bearer(job.Token))).Status);
        foreach (var path in new[] { job.Path, $"{job.Path}/events" })
            Assert.Equal(HttpStatusCode.OK, (await program.GetAsync(path, Bearer(job.Token))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await program.GetAsync($"{job.Path}/pages", Bearer(job.Token))).Status);
        Assert.Empty((await program.GetAsync("/api/jobs", Bearer(job.Token))).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(HttpStatusCode.NotFound, (await program.PostAsync($"{job.Path}/cancel", null, Bearer(job.Token))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await program.SendAsync(HttpMethod.Delete, job.Path, null, Bearer(job.Token))).Status);
    }

    [Fact]
    public async Task Anybody_else_is_told_what_is_told_of_no_job()
    {
        var (job, other) = (await host.JobAsync(), await host.JobAsync());
        var stranger = host.Rest.NewUser();
        var missing = $"/api/jobs/{Guid.NewGuid()}";
        (string, string)[][] shown =
        [
            [], Bearers(other.Token), Bearers(new string('A', 43)), Bearers("nonsense"), Bearers(""), [("Authorization", $"Basic {job.Token}")],
            [("Authorization", job.Token)], Bearers(job.Token[..42]), Bearers(job.Token + "="), Bearers("a.b.c"),
        ];
        foreach (var (what, body) in Reports)
            foreach (var headers in shown)
            {
                var answer = await stranger.PostAsync($"{job.Path}/{what}", body, headers);
                Assert.Equal((HttpStatusCode.NotFound, "not_found"), (answer.Status, answer.Code));
                Assert.Equal((await stranger.PostAsync($"{missing}/{what}", body, headers)).Text, answer.Text);
            }

        Assert.Equal(1, (await job.ReadAsync()).GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task A_wrong_token_is_not_made_good_by_who_shows_it()
    {
        var (job, other) = (await host.JobAsync(), await host.JobAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await job.Owner.PostAsync($"{job.Path}/progress", "{}", Bearer(other.Token))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await job.Owner.GetAsync(job.Path, Bearer(other.Token))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await job.Owner.GetAsync($"{job.Path}/events", Bearer(other.Token))).Status);
    }

    [Fact]
    public async Task A_crawl_is_not_reported_on()
    {
        var owner = host.Rest.NewUser();
        var crawl = (await owner.PostAsync("/api/jobs", """{"url":"http://93.184.216.34/"}""")).Json.GetProperty("id").GetString();
        var answer = await owner.PostAsync($"/api/jobs/{crawl}/progress", """{"progress":5}""");
        Assert.Equal((HttpStatusCode.Conflict, "not_custom"), (answer.Status, answer.Code));
        // The rows of crawls have no hash, and nothing is the token of that.
        Assert.Equal(HttpStatusCode.NotFound, (await owner.PostAsync($"/api/jobs/{crawl}/progress", "{}", Bearer(new string('A', 43)))).Status);
    }

    private static (string, string) Bearer(string token) => ("Authorization", $"Bearer {token}");

    private static (string, string)[] Bearers(string token) => [Bearer(token)];
}
