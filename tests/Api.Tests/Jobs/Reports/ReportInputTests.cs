using System.Net;
using System.Text;

namespace Trawl.Api.Tests.Jobs.Reports;

[Collection(ReportCollection.Name)]
public sealed class ReportInputTests(ReportHost host)
{
    private static readonly string[] All = ["progress", "events", "model-results", "clarifications", "complete", "fail"];

    public static TheoryData<string, string, string> Bodies { get; } = new()
    {
        { "progress", """{"progress":-0.1}""", "progress" },
        { "progress", """{"progress":100.1}""", "progress" },
        { "progress", """{"progress":1e999}""", "progress" },
        { "progress", """{"progress":"5"}""", "progress" },
        { "progress", """{"completed":-1}""", "completed" },
        { "progress", """{"completed":1.5}""", "completed" },
        { "progress", """{"total":1000000001}""", "total" },
        { "progress", """{"failed":true}""", "failed" },
        { "progress", """{"stage":"complete"}""", "stage" },
        { "progress", """{"stage":"failed"}""", "stage" },
        { "progress", """{"stage":"validating,crawling"}""", "stage" },
        { "progress", """{"stage":2}""", "stage" },
        { "progress", """{"message":""}""", "message" },
        { "progress", """{"message":"a\u0000b"}""", "message" },
        { "progress", $$"""{"message":"{{new string('a', 1001)}}"}""", "message" },
        { "progress", """{"percent":5}""", "percent" },
        { "progress", """[{"progress":5},{"progress":500}]""", "[1].progress" },
        { "progress", """[{"progress":5},7]""", "[1]" },
        { "progress", "[]", "$" },
        { "progress", $"[{string.Join(',', Enumerable.Repeat("{}", 1001))}]", "$" },
        { "events", "{}", "type" },
        { "events", """{"type":"completed","data":{}}""", "type" },
        { "events", """{"type":"progress","data":{}}""", "type" },
        { "events", """{"type":"sync:progress"}""", "data" },
        { "events", """{"type":"sync:progress","data":null}""", "data" },
        { "events", """{"type":"sync:progress","data":[]}""", "data" },
        { "events", """{"type":"sync:progress","data":{"a":"\u0000"}}""", "data" },
        { "events", """{"type":"sync:progress","data":{"a":"\ud800"}}""", "data" },
        { "events", $$$"""{"type":"sync:progress","data":{"a":"{{{new string('a', 16_384)}}}"}}""", "data" },
        { "events", """{"type":"sync:progress","data":{},"seq":5}""", "seq" },
        { "events", """{"type":"batch_complete","data":{"taskName":"t","completed":1,"total":1}}""", "data.batchSize" },
        { "events", """{"type":"batch_complete","data":{"taskName":"t","completed":1,"total":1,"batchSize":1,"size":2}}""", "data.size" },
        { "events", """{"type":"batch_complete","data":{"taskName":"t","completed":-1,"total":1,"batchSize":1}}""", "data.completed" },
        { "events", """{"type":"batch_complete","data":{"taskName":"","completed":1,"total":1,"batchSize":1}}""", "data.taskName" },
        { "events", """{"type":"processing_progress","data":{"taskName":"t","completed":1,"total":2,"progressPercent":101}}""", "data.progressPercent" },
        { "events", """{"type":"worker_item_completed","data":{"workerName":"w","item":"i","ok":"yes"}}""", "data.ok" },
        { "events", """{"type":"task_completed","data":{"taskName":7,"completed":1}}""", "data.taskName" },
        { "events", """[{"type":"task_completed","data":{"completed":1}}]""", "[0].data.taskName" },
        { "model-results", """{"status":"completed"}""", "model" },
        { "model-results", """{"model":"m"}""", "status" },
        { "model-results", """{"model":"m","status":"done"}""", "status" },
        { "model-results", """{"model":"m","status":"completed","durationMs":-1}""", "durationMs" },
        { "model-results", """{"model":"m","status":"completed","result":{}}""", "result" },
        { "model-results", """{"model":"m","status":"completed","result":"\u0000"}""", "result" },
        { "model-results", $$"""{"model":"m","status":"completed","result":"{{new string('a', 65_537)}}"}""", "result" },
        { "model-results", $$"""{"model":"{{new string('a', 201)}}","status":"completed"}""", "model" },
        { "clarifications", "{}", "question" },
        { "clarifications", """{"question":" "}""", "question" },
        { "clarifications", """{"question":"a\u0000b"}""", "question" },
        { "clarifications", $$"""{"question":"{{new string('a', 4001)}}"}""", "question" },
        { "clarifications", """{"question":"q","options":["a",""]}""", "options[1]" },
        { "clarifications", """{"question":"q","options":["a","a"]}""", "options" },
        { "clarifications", """{"question":"q","options":null}""", "options" },
        { "clarifications", $$"""{"question":"q","options":[{{string.Join(',', Enumerable.Range(0, 21))}}]}""", "options[0]" },
        { "clarifications", """{"question":"q","options":["a"],"default":"b"}""", "default" },
        { "clarifications", """{"question":"q","expiresInSeconds":0}""", "expiresInSeconds" },
        { "clarifications", """{"question":"q","expiresInSeconds":2592001}""", "expiresInSeconds" },
        { "clarifications", """{"question":"q","expiresAt":"2030-01-01"}""", "expiresAt" },
        { "clarifications", """[{"question":"q"},{"question":""}]""", "[1].question" },
        { "clarifications", $"[{string.Join(',', Enumerable.Repeat("""{"question":"q"}""", 101))}]", "$" },
        { "complete", """{"results":1}""", "results" },
        { "complete", "[{},{}]", "$" },
        { "complete", """{"result":"\ud800"}""", "result" },
        { "complete", $$"""{"result":"{{new string('a', 65_536)}}"}""", "result" },
        { "fail", "{}", "error" },
        { "fail", """{"error":"broken"}""", "error" },
        { "fail", """{"error":{"code":"c"}}""", "error.message" },
        { "fail", """{"error":{"message":"m"}}""", "error.code" },
        { "fail", """{"error":{"code":"c","message":"m","stack":"s"}}""", "error.stack" },
        { "fail", """{"error":{"code":"c","message":"m"},"result":1}""", "result" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_bad_field_is_named_and_nothing_is_applied(string what, string body, string field)
    {
        var job = await host.JobAsync();
        var answer = await job.ReportAsync(what, body);
        Assert.Equal((HttpStatusCode.BadRequest, "validation_failed"), (answer.Status, answer.Code));
        Assert.Contains(field, answer.Faults);
        Assert.Equal(1, (await job.ReadAsync()).GetProperty("version").GetInt64());
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("{")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("[{\"\\ud800\":1}]")]
    public async Task What_is_no_JSON_object_or_array_is_malformed(string body)
    {
        var job = await host.JobAsync();
        foreach (var what in All)
        {
            var answer = await job.ReportAsync(what, body);
            Assert.Equal((HttpStatusCode.BadRequest, "malformed_json"), (answer.Status, answer.Code));
        }
    }

    [Fact]
    public async Task Too_large_or_of_another_type_is_said_so()
    {
        var job = await host.JobAsync();
        foreach (var what in All)
        {
            var large = await job.ReportAsync(what, $$"""{"message":"{{new string('a', 2_000_000)}}"}""");
            Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "body_too_large"), (large.Status, large.Code));
            using var text = new StringContent("{}", Encoding.UTF8, "text/plain");
            var plain = await job.Owner.SendAsync(HttpMethod.Post, $"{job.Path}/{what}", text);
            Assert.Equal((HttpStatusCode.UnsupportedMediaType, "unsupported_media_type"), (plain.Status, plain.Code));
        }
    }
}
