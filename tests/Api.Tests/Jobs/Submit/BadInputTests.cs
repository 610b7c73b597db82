using System.Net;
using System.Text;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Jobs.Submit;

[Collection(RestCollection.Name)]
public sealed class BadInputTests(RestHost host)
{
    /// <summary>What is sent, the code that answers, and the field it names.</summary>
    public static TheoryData<string, string, string?> Bodies { get; } = new()
    {
        { "", "malformed_json", null },
        { "{", "malformed_json", null },
        { "{\"url\":\"http://93.184.216.34/\",}", "malformed_json", null },
        { "null", "malformed_json", null },
        { "[]", "malformed_json", null },
        { "\"http://93.184.216.34/\"", "malformed_json", null },
        { "{\"url\":\"http://93.184.216.34/\"} {}", "malformed_json", null },
        { "{\"url\":\"a\",\"url\":\"b\"}", "malformed_json", null },
        { "{\"\\ud800\":1}", "malformed_json", null },
        { new string('[', 5000), "malformed_json", null },
        { "{\"title\":" + new string('[', 5000) + new string(']', 5000) + "}", "malformed_json", null },
        { "{}", "validation_failed", "url" },
        { "{\"url\":null}", "validation_failed", "url" },
        { "{\"urls\":[]}", "validation_failed", "urls" },
        { "{\"url\":\"\"}", "validation_failed", "url" },
        { "{\"url\":42}", "validation_failed", "url" },
        { "{\"url\":\"\\ud800\"}", "validation_failed", "url" },
        { "{\"url\":\"not a url\"}", "validation_failed", "url" },
        { "{\"url\":\"/docs\"}", "validation_failed", "url" },
        { "{\"url\":\"http://\"}", "validation_failed", "url" },
        { "{\"url\":\"http://93.184.216.34:99999/\"}", "validation_failed", "url" },
        { "{\"urls\":\"http://93.184.216.34/\"}", "validation_failed", "urls" },
        { "{\"urls\":[\"http://93.184.216.34/\",null]}", "validation_failed", "urls[1]" },
        { "{\"urls\":[\"http://93.184.216.34/\",7]}", "validation_failed", "urls[1]" },
        { "{\"url\":\"ftp://93.184.216.34/\"}", "url_not_allowed", "url" },
        { "{\"url\":\"file:///etc/passwd\"}", "url_not_allowed", "url" },
        { "{\"url\":\"javascript:alert(1)\"}", "url_not_allowed", "url" },
        { "{\"url\":\"http://user:secret@93.184.216.34/\"}", "url_not_allowed", "url" },
        { "{\"url\":\"http://127.0.0.1/\"}", "url_not_allowed", "url" },
        { "{\"url\":\"http://127.1/\"}", "url_not_allowed", "url" },
        { "{\"url\":\"http://2130706433/\"}", "url_not_allowed", "url" },
        { "{\"url\":\"http://0x7f000001/\"}", "url_not_allowed", "url" },
        { "{\"url\":\"http://localhost:8080/\"}", "url_not_allowed", "url" },
        { "{\"url\":\"http://LOCALHOST./\"}", "url_not_allowed", "url" },
        { "{\"url\":\"http://a.localhost/\"}", "url_not_allowed", "url" },
        { "{\"url\":\"http://10.1.2.3/\"}", "url_not_allowed", "url" },
        { "{\"url\":\"http://192.168.0.1/\"}", "url_not_allowed", "url" },
        { "{\"url\":\"http://169.254.169.254/latest/meta-data\"}", "url_not_allowed", "url" },
        { "{\"url\":\"http://0.0.0.0/\"}", "url_not_allowed", "url" },
        { "{\"url\":\"http://[::1]/\"}", "url_not_allowed", "url" },
        { "{\"url\":\"http://[::ffff:10.0.0.1]/\"}", "url_not_allowed", "url" },
        { "{\"urls\":[\"http://93.184.216.34/\",\"http://127.0.0.1/\"]}", "url_not_allowed", "urls[1]" },
        { Crawl("\"maxPages\":0"), "validation_failed", "maxPages" },
        { Crawl("\"maxPages\":-1"), "validation_failed", "maxPages" },
        { Crawl("\"maxPages\":10000000"), "validation_failed", "maxPages" },
        { Crawl("\"maxPages\":99999999999999"), "validation_failed", "maxPages" },
        { Crawl("\"maxPages\":1.5"), "validation_failed", "maxPages" },
        { Crawl("\"maxPages\":\"many\""), "validation_failed", "maxPages" },
        { Crawl("\"maxPages\":\"5\""), "validation_failed", "maxPages" },
        { Crawl("\"maxPages\":null"), "validation_failed", "maxPages" },
        { Crawl("\"maxPages\":{}"), "validation_failed", "maxPages" },
        { Crawl("\"maxDepth\":101"), "validation_failed", "maxDepth" },
        { Crawl("\"maxDepth\":-1"), "validation_failed", "maxDepth" },
        { Crawl("\"concurrency\":0"), "validation_failed", "concurrency" },
        { Crawl("\"concurrency\":65"), "validation_failed", "concurrency" },
        { Crawl("\"delayMs\":-1"), "validation_failed", "delayMs" },
        { Crawl("\"delayMs\":600001"), "validation_failed", "delayMs" },
        { Crawl("\"ttlMinutes\":0"), "validation_failed", "ttlMinutes" },
        { Crawl("\"useSitemap\":\"yes\""), "validation_failed", "useSitemap" },
        { Crawl("\"respectRobots\":null"), "validation_failed", "respectRobots" },
        { Crawl("\"scope\":\"world\""), "validation_failed", "scope" },
        { Crawl("\"scope\":1"), "validation_failed", "scope" },
        { Crawl("\"priority\":\"urgent\""), "validation_failed", "priority" },
        { Crawl("\"priority\":\"low,high\""), "validation_failed", "priority" },
        { Crawl("\"type\":\"refresh\""), "validation_failed", "type" },
        { Crawl("\"type\":\"espresso\""), "validation_failed", "type" },
        { Crawl("\"models\":[]"), "validation_failed", "models" },
        { Crawl("\"models\":[\"gpt-9\"]"), "validation_failed", "models" },
        { Crawl("\"models\":[null]"), "validation_failed", "models" },
        { Crawl("\"models\":[\"hashing-384\",\"hashing-384\"]"), "validation_failed", "models" },
        { Crawl("\"include\":null"), "validation_failed", "include" },
        { Crawl("\"include\":[\"\"]"), "validation_failed", "include[0]" },
        { Crawl($"\"exclude\":[\"{new string('a', 501)}\"]"), "validation_failed", "exclude[0]" },
        { Crawl($"\"include\":[{string.Join(',', Enumerable.Repeat("\"/a\"", 101))}]"), "validation_failed", "include" },
        { Crawl("\"tags\":[\"a\\u0000b\"]"), "validation_failed", "tags[0]" },
        { Crawl($"\"tags\":[\"{new string('a', 65)}\"]"), "validation_failed", "tags[0]" },
        { Crawl($"\"tags\":[{string.Join(',', Enumerable.Range(0, 21).Select(i => $"\"t{i}\""))}]"), "validation_failed", "tags" },
        { Crawl($"\"title\":\"{new string('a', 301)}\""), "validation_failed", "title" },
        { Crawl("\"title\":\"\\u0000\""), "validation_failed", "title" },
        { Crawl("\"title\":[]"), "validation_failed", "title" },
        { Crawl("\"maxPagez\":5"), "validation_failed", "maxPagez" },
        { Crawl("\"MaxPages\":5"), "validation_failed", "MaxPages" },
        { Crawl("\"userId\":\"mallory\""), "validation_failed", "userId" },
        { Crawl("\"__proto__\":{}"), "validation_failed", "__proto__" },
        { "{\"url\":\"http://93.184.216.34/" + new string('a', 2048) + "\"}", "validation_failed", "url" },
        { "{\"urls\":[" + string.Join(',', Enumerable.Range(0, 1001).Select(i => $"\"http://93.184.216.34/{i}\"")) + "]}", "validation_failed", "urls" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_bad_body_is_answered_with_its_code_and_field(string body, string code, string? field)
    {
        foreach (var path in new[] { "/api/jobs", "/api/crawl" })
        {
            var answer = await host.NewUser().PostAsync(path, body);
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.Equal(code, answer.Code);
            if (field is not null)
                Assert.Contains(field, answer.Faults);
        }
    }

    [Fact]
    public async Task All_faults_are_reported_at_once()
    {
        var answer = await host.NewUser().PostAsync("/api/jobs", """{"url":"nowhere","maxPages":0,"delayMs":"slow","tags":[""],"color":"red"}""");
        Assert.Equal(["color", "delayMs", "maxPages", "tags[0]", "url"], answer.Faults);
    }

    [Fact]
    public async Task Invalid_UTF_8_is_malformed()
    {
        using var content = new ByteArrayContent([.. "{\"title\":\""u8, 0xff, 0xfe, .. "\"}"u8]);
        content.Headers.ContentType = new("application/json");
        var answer = await host.NewUser().SendAsync(HttpMethod.Post, "/api/jobs", content);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.NotNull(answer.Code);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Anything_but_JSON_is_an_unsupported_media_type(string type)
    {
        using var content = new StringContent("url=http://93.184.216.34/", Encoding.UTF8, type);
        var answer = await host.NewUser().SendAsync(HttpMethod.Post, "/api/jobs", content);
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "unsupported_media_type"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_body_of_10_MB_is_too_large()
    {
        var answer = await host.NewUser().PostAsync("/api/jobs", Crawl($"\"title\":\"{new string('a', 10_000_000)}\""));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body_too_large"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public async Task An_idempotency_key_has_1_to_255_characters(string? key)
    {
        var answer = await host.NewUser().PostAsync("/api/jobs", Crawl("\"maxPages\":5"), ("Idempotency-Key", key ?? new string('k', 256)));
        Assert.Equal((HttpStatusCode.BadRequest, "validation_failed"), (answer.Status, answer.Code));
    }

    public static TheoryData<string, HttpStatusCode, string> Paths { get; } = new()
    {
        { "/api/jobs/not-a-uuid", HttpStatusCode.NotFound, "not_found" },
        { "/api/jobs/00000000-0000-0000-0000-000000000000", HttpStatusCode.NotFound, "not_found" },
        { "/api/nothing", HttpStatusCode.NotFound, "not_found" },
        { "/api/sources/1", HttpStatusCode.NotFound, "not_found" },
        { "/api/documents/1", HttpStatusCode.NotFound, "not_found" },
        { "/api/jobs?limit=0", HttpStatusCode.BadRequest, "validation_failed" },
        { "/api/jobs?limit=201", HttpStatusCode.BadRequest, "validation_failed" },
        { "/api/jobs?limit=ten", HttpStatusCode.BadRequest, "validation_failed" },
        { "/api/jobs?limit=1&limit=2", HttpStatusCode.BadRequest, "validation_failed" },
        { "/api/jobs?after=", HttpStatusCode.BadRequest, "validation_failed" },
        { "/api/jobs?after=nonsense", HttpStatusCode.BadRequest, "validation_failed" },
        { "/api/jobs?after=AAAAAAAAAAA", HttpStatusCode.BadRequest, "validation_failed" },
        { "/api/jobs?status=sleeping", HttpStatusCode.BadRequest, "validation_failed" },
        { "/api/jobs?status=1", HttpStatusCode.BadRequest, "validation_failed" },
        { "/api/jobs?type=tea", HttpStatusCode.BadRequest, "validation_failed" },
        { "/api/jobs?sourceId=1", HttpStatusCode.BadRequest, "validation_failed" },
        { "/api/jobs?tag=%00", HttpStatusCode.BadRequest, "validation_failed" },
        { "/api/jobs?tag=", HttpStatusCode.BadRequest, "validation_failed" },
        { "/api/sources?limit=-1", HttpStatusCode.BadRequest, "validation_failed" },
        { "/api/jobs/00000000-0000-0000-0000-000000000000/events?after=-1", HttpStatusCode.BadRequest, "validation_failed" },
        { "/api/jobs/00000000-0000-0000-0000-000000000000/events?after=x", HttpStatusCode.BadRequest, "validation_failed" },
        { "/api/jobs/00000000-0000-0000-0000-000000000000/events?wait=31", HttpStatusCode.BadRequest, "validation_failed" },
        { "/api/jobs/00000000-0000-0000-0000-000000000000/pages?status=lost", HttpStatusCode.BadRequest, "validation_failed" },
        { "/api/documents/00000000-0000-0000-0000-000000000000?format=pdf", HttpStatusCode.BadRequest, "validation_failed" },
    };

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_bad_path_or_query_is_answered_as_a_problem(string path, HttpStatusCode status, string code)
    {
        var answer = await host.NewUser().GetAsync(path);
        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_wrong_method_is_answered_as_a_problem()
    {
        var answer = await host.NewUser().SendAsync(HttpMethod.Put, "/api/jobs");
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "method_not_allowed"), (answer.Status, answer.Code));
    }

    private static string Crawl(string field) => $$"""{"url":"http://93.184.216.34/",{{field}}}""";
}
