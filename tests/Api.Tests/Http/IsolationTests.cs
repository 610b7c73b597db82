using System.Net;
using System.Text;
using System.Text.Json;
using Trawl.Api.Database;

namespace Trawl.Api.Tests.Http;

/// <summary>What is somebody else's answers exactly as what does not exist, whichever way callers are told apart.</summary>
[Collection(RestCollection.Name)]
public sealed class IsolationTests(RestHost believing, TokenRestHost proving) : IClassFixture<TokenRestHost>
{
    public static TheoryData<bool, string, string, string?, bool> Rows
    {
        get
        {
            var data = new TheoryData<bool, string, string, string?, bool>();
            foreach (var proves in new[] { false, true })
                foreach (var row in IsolationTable.Rows)
                    data.Add(proves, row.Method, row.Path, row.Body, row.IsList);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Another_user_s_things_do_not_exist(bool proves, string method, string path, string? body, bool isList)
    {
        var host = proves ? proving : believing;
        var row = new IsolationTable.Row(method, path, body, isList);
        var (alice, mallory) = (host.NewUser(), host.NewUser());
        var things = await Things.CreateAsync(host, alice.UserId);
        var before = await things.SeenByAsync(alice);

        var theirs = await SendAsync(mallory, row, things);
        var missing = await SendAsync(mallory, row, Things.Missing());

        Assert.Equal(isList ? (HttpStatusCode.OK, null) : (HttpStatusCode.NotFound, "not_found"), (theirs.Status, theirs.Code));
        Assert.Equal((missing.Status, missing.Text), (theirs.Status, theirs.Text));
        Assert.Equal(before, await things.SeenByAsync(alice));
    }

    [Fact]
    public void No_route_with_an_id_is_missing_in_the_table()
    {
        var mapped = IsolationTable.Mapped(believing.Services);
        var rows = IsolationTable.Rows.Select(row => row.Route).ToHashSet();

        Assert.Empty(mapped.Where(route => route.Contains("{}", StringComparison.Ordinal)).Except(rows));
        Assert.Empty(rows.Except(mapped));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_admin_sees_all(bool proves)
    {
        var host = proves ? proving : believing;
        var things = await Things.CreateAsync(host, $"user-{Guid.NewGuid():N}");
        var admin = host.AdminAs("root");

        foreach (var row in IsolationTable.Rows.Where(row => row.Method == "GET" && !row.Path.Contains("wait=", StringComparison.Ordinal)))
            Assert.True((await SendAsync(admin, row, things)).Status == HttpStatusCode.OK, row.Path);
    }

    [Fact]
    public async Task A_report_token_opens_its_job_and_the_reports_on_it_and_nothing_else_in_any_mode()
    {
        var alice = proving.NewUser();
        var job = (await alice.PostAsync("/api/jobs", """{"type":"custom","total":10}""")).Json;
        var (path, token) = ($"/api/jobs/{job.GetProperty("id").GetString()}", job.GetProperty("reportToken").GetString()!);
        var anonymous = new RestClient(new HttpClient { BaseAddress = alice.Address }, "");
        const string Report = """{"completed":1}""";

        Assert.Equal(HttpStatusCode.Accepted, (await anonymous.PostAsync($"{path}/progress", Report, Bearer(token))).Status);
        Assert.Equal("not_found", (await anonymous.PostAsync($"{path}/progress", Report, Bearer(new string('A', token.Length)))).Code);
        Assert.Equal("unauthorized", (await anonymous.PostAsync($"{path}/progress", Report)).Code);
        Assert.Equal(HttpStatusCode.OK, (await anonymous.GetAsync(path, Bearer(token))).Status);
        Assert.Equal(HttpStatusCode.OK, (await anonymous.GetAsync($"{path}/events", Bearer(token))).Status);
        Assert.Equal("invalid_token", (await anonymous.GetAsync($"{path}/pages", Bearer(token))).Code);
        Assert.Equal("invalid_token", (await anonymous.PostAsync($"{path}/cancel", null, Bearer(token))).Code);
        Assert.Equal("unauthorized", (await anonymous.GetAsync(path, ("X-User-Id", alice.UserId))).Code);
        foreach (var open in new[] { "/", "/docs", "/openapi/v1.json", "/health/live", "/metrics" })
            Assert.Equal(HttpStatusCode.OK, (await anonymous.GetAsync(open)).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Lists_hold_the_caller_s_own_only(bool proves)
    {
        var host = proves ? proving : believing;
        var (alice, mallory) = (host.NewUser(), host.NewUser());
        await alice.PostAsync("/api/jobs", """{"url":"http://93.184.216.34/"}""");
        foreach (var path in new[] { "/api/jobs", "/api/sources", "/api/queue" })
        {
            Assert.Single((await alice.GetAsync(path)).Json.GetProperty("items").EnumerateArray());
            Assert.Empty((await mallory.GetAsync(path)).Json.GetProperty("items").EnumerateArray());
        }

        Assert.Equal(0, (await mallory.GetAsync("/api/stats")).Json.GetProperty("sources").GetInt32());
    }

    private static (string, string) Bearer(string token) => ("Authorization", $"Bearer {token}");

    private static Task<Answer> SendAsync(RestClient client, IsolationTable.Row row, Things things) => client.SendAsync(
        new HttpMethod(row.Method), things.Fill(row.Path),
        row.Body is null ? null : new StringContent(things.Fill(row.Body), Encoding.UTF8, "application/json"),
        row.Method == "PATCH" ? [("If-Match", "\"1\"")] : []);

    /// <summary>One of each that a user can have.</summary>
    private sealed record Things(Guid Job, Guid Source, Guid Document, Guid Clarification, Guid Draft, Guid Webhook, Guid Delivery)
    {
        public static Things Missing() => new(
            Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());

        public static async Task<Things> CreateAsync(RestHost host, string userId)
        {
            var now = DateTimeOffset.UtcNow;
            await using var db = await host.DatabaseAsync();
            var source = Http.Rows.Source(userId);
            var (job, document) = (Http.Rows.Job(userId, sourceId: source.Id), Http.Rows.Document(source.Id));
            var clarification = new Clarification { Id = Guid.NewGuid(), JobId = job.Id, Question = "?", Options = ["go", "stop"], CreatedAt = now, ExpiresAt = now.AddDays(1) };
            var draft = new Draft
            {
                Id = Guid.NewGuid(), UserId = userId, Version = 1, Plan = JsonDocument.Parse("""{"url":"http://93.184.216.34/"}"""), UpdatedBy = userId, CreatedAt = now, UpdatedAt = now,
            };
            var webhook = new Webhook { Id = Guid.NewGuid(), UserId = userId, Url = "https://93.184.216.34/", Secret = "whsec_", CreatedAt = now, DisabledAt = now };
            var delivery = new WebhookDelivery { Id = Guid.NewGuid(), WebhookId = webhook.Id, Type = "completed", Payload = "{}", CreatedAt = now, DeliveredAt = now };
            db.AddRange(source, job, document);
            await db.SaveChangesAsync();
            db.AddRange(clarification, draft, webhook);
            await db.SaveChangesAsync();
            db.Add(delivery);
            await db.SaveChangesAsync();
            return new Things(job.Id, source.Id, document.Id, clarification.Id, draft.Id, webhook.Id, delivery.Id);
        }

        public string Fill(string text) => text
            .Replace("{job}", $"{Job}", StringComparison.Ordinal).Replace("{source}", $"{Source}", StringComparison.Ordinal)
            .Replace("{document}", $"{Document}", StringComparison.Ordinal).Replace("{clarification}", $"{Clarification}", StringComparison.Ordinal)
            .Replace("{draft}", $"{Draft}", StringComparison.Ordinal).Replace("{webhook}", $"{Webhook}", StringComparison.Ordinal)
            .Replace("{delivery}", $"{Delivery}", StringComparison.Ordinal);

        /// <summary>All of it as its owner sees it.</summary>
        public async Task<string> SeenByAsync(RestClient owner)
        {
            var seen = new StringBuilder();
            foreach (var path in new[] { $"/api/jobs/{Job}", $"/api/jobs/{Job}/events", $"/api/sources/{Source}", $"/api/documents/{Document}" })
                seen.AppendLine((await owner.GetAsync(path)).Text);
            return seen.ToString();
        }
    }
}
