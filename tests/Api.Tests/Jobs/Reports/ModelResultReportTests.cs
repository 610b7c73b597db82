using System.Net;

namespace Trawl.Api.Tests.Jobs.Reports;

[Collection(ReportCollection.Name)]
public sealed class ModelResultReportTests(ReportHost host)
{
    [Fact]
    [Trait("Seed", "S2.24")]
    [Trait("Seed", "S2.27")]
    [Trait("Seed", "S2.29")]
    public async Task Each_is_logged_and_the_last_of_a_model_is_the_job_s()
    {
        var job = await host.JobAsync();
        await job.AcceptedAsync("model-results", """
            [{"model":"llama3.1:8b","provider":"ollama","status":"processing"},
             {"model":"gpt","status":"failed","error":"quota"},
             {"model":"llama3.1:8b","status":"completed","durationMs":812,"result":"Line\nand line"}]
            """);
        var log = await job.LogAsync();
        Assert.Equal(["started", "model_result", "model_result", "model_result"], log.Select(e => e.GetProperty("type").GetString()));
        Assert.Equal(
            """{"model":"llama3.1:8b","provider":"ollama","status":"completed","durationMs":812,"result":"Line\nand line","error":null}""",
            log[3].GetProperty("data").GetRawText());
        Assert.Equal(
            """[{"model":"llama3.1:8b","provider":"ollama","status":"completed","durationMs":812,"chunks":0,"error":null},{"model":"gpt","provider":"","status":"failed","durationMs":0,"chunks":0,"error":"quota"}]""",
            (await job.ReadAsync()).GetProperty("models").GetRawText());
    }

    [Fact]
    public async Task A_job_has_a_hundred_models_at_most_and_one_too_many_stores_none()
    {
        var job = await host.JobAsync();
        var answer = await job.ReportAsync("model-results", $"[{string.Join(',', Enumerable.Range(0, 101).Select(i => $$"""{"model":"m{{i}}","status":"processing"}"""))}]");
        Assert.Equal((HttpStatusCode.BadRequest, "validation_failed"), (answer.Status, answer.Code));
        Assert.Equal(["started"], await job.LoggedTypesAsync());
    }
}
