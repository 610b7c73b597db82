using System.Net;
using System.Text;

namespace Trawl.Api.Tests.Http;

/// <summary>What is somebody else's answers exactly as what does not exist.</summary>
[Collection(RestCollection.Name)]
public sealed class IsolationTests(RestHost host)
{
    public static TheoryData<string, string> Paths { get; } = new()
    {
        { "GET", "/api/jobs/{job}" },
        { "DELETE", "/api/jobs/{job}" },
        { "POST", "/api/jobs/{job}/cancel" },
        { "GET", "/api/jobs/{job}/events" },
        { "GET", "/api/jobs/{job}/events?after=0&wait=30" },
        { "GET", "/api/jobs/{job}/pages" },
        { "GET", "/api/sources/{source}" },
        { "PATCH", "/api/sources/{source}" },
        { "DELETE", "/api/sources/{source}" },
        { "GET", "/api/sources/{source}/documents" },
        { "POST", "/api/sources/{source}/refresh" },
        { "GET", "/api/documents/{document}" },
        { "GET", "/api/documents/{document}?format=markdown" },
    };

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Another_user_s_things_do_not_exist(string method, string path)
    {
        var (alice, mallory) = (host.NewUser(), host.NewUser());
        await using var db = await host.DatabaseAsync();
        var source = Rows.Source(alice.UserId);
        var (job, document) = (Rows.Job(alice.UserId, sourceId: source.Id), Rows.Document(source.Id));
        db.AddRange(source, job, document);
        await db.SaveChangesAsync();

        var theirs = await SendAsync(mallory, method, Fill(path, job.Id, source.Id, document.Id));
        var missing = await SendAsync(mallory, method, Fill(path, Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()));
        Assert.Equal((HttpStatusCode.NotFound, "not_found"), (theirs.Status, theirs.Code));
        Assert.Equal(missing.Text, theirs.Text);

        // And they were left alone.
        Assert.Equal(HttpStatusCode.OK, (await alice.GetAsync($"/api/jobs/{job.Id}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await alice.GetAsync($"/api/documents/{document.Id}")).Status);
    }

    [Fact]
    public async Task Lists_hold_the_caller_s_own_only()
    {
        var (alice, mallory) = (host.NewUser(), host.NewUser());
        await alice.PostAsync("/api/jobs", """{"url":"http://93.184.216.34/"}""");
        foreach (var path in new[] { "/api/jobs", "/api/sources", "/api/queue" })
        {
            Assert.Single((await alice.GetAsync(path)).Json.GetProperty("items").EnumerateArray());
            Assert.Empty((await mallory.GetAsync(path)).Json.GetProperty("items").EnumerateArray());
        }

        Assert.Equal(0, (await mallory.GetAsync("/api/stats")).Json.GetProperty("sources").GetInt32());
    }

    private static string Fill(string path, Guid job, Guid source, Guid document) =>
        path.Replace("{job}", $"{job}").Replace("{source}", $"{source}").Replace("{document}", $"{document}");

    private static Task<Answer> SendAsync(RestClient client, string method, string path) => client.SendAsync(
        new HttpMethod(method), path, method == "PATCH" ? new StringContent("{}", Encoding.UTF8, "application/json") : null);
}
