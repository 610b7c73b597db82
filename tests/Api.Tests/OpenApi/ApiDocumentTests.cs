using System.Runtime.CompilerServices;
using System.Text.Json;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.OpenApi;

[Collection(RestCollection.Name)]
public sealed class ApiDocumentTests(RestHost host)
{
    [Fact]
    public async Task The_document_that_is_served_is_the_one_that_is_committed()
    {
        var served = (await host.NewUser().GetAsync("/openapi/v1.json")).Text.ReplaceLineEndings("\n").TrimEnd() + "\n";
        var approved = Path.Combine(Path.GetDirectoryName(Here())!, "../../../services/Api/openapi.json");
        if (Environment.GetEnvironmentVariable("UPDATE_APPROVED") == "1")
            await File.WriteAllTextAsync(approved, served);
        Assert.True(File.Exists(approved) && await File.ReadAllTextAsync(approved) == served, "openapi.json is stale: run the tests with UPDATE_APPROVED=1.");
    }

    [Fact]
    public async Task The_document_describes_what_the_protocol_lists()
    {
        var document = (await host.NewUser().GetAsync("/openapi/v1.json")).Json;
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var paths = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(of => $"{of.Name} {path.Name}")).ToHashSet();
        foreach (var operation in new[]
        {
            "post /api/jobs", "get /api/jobs", "get /api/jobs/{id}", "delete /api/jobs/{id}", "post /api/jobs/{id}/cancel", "get /api/jobs/{id}/events",
            "get /api/jobs/{id}/pages", "get /api/sources", "get /api/sources/{id}", "patch /api/sources/{id}", "delete /api/sources/{id}",
            "get /api/sources/{id}/documents", "post /api/sources/{id}/refresh", "get /api/documents/{id}", "get /api/queue", "get /api/workers", "get /api/stats", "post /api/crawl",
            "post /api/jobs/{id}/progress", "post /api/jobs/{id}/events", "post /api/jobs/{id}/model-results", "post /api/jobs/{id}/complete", "post /api/jobs/{id}/fail",
            "post /api/jobs/{id}/clarifications", "post /api/jobs/{id}/clarifications/{clarificationId}/answer", "get /api/wizard/session/{jobId}",
            "post /api/wizard/clarifications/respond",
        })
            Assert.Contains(operation, paths);
    }

    [Fact]
    public async Task Every_operation_has_a_name_a_summary_and_a_schema_for_its_answer()
    {
        var document = (await host.NewUser().GetAsync("/openapi/v1.json")).Json;
        var names = new HashSet<string?>();
        foreach (var operation in document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).Select(of => of.Value))
        {
            Assert.True(names.Add(operation.GetProperty("operationId").GetString()));
            Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
            Assert.Contains(operation.GetProperty("responses").EnumerateObject(), answer => answer.Name is "204" || HasSchema(answer.Value));
        }
    }

    [Fact]
    public async Task Enums_are_names_and_bounds_are_those_of_the_rules()
    {
        var schemas = (await host.NewUser().GetAsync("/openapi/v1.json")).Json.GetProperty("components").GetProperty("schemas");
        Assert.Contains("cancelling", schemas.GetProperty("JobStatus").GetProperty("enum").EnumerateArray().Select(name => name.GetString()));
        var maxPages = schemas.GetProperty("SubmitRequest").GetProperty("properties").GetProperty("maxPages");
        Assert.Equal("integer", maxPages.GetProperty("type").GetString());
        Assert.Equal((1, 1_000_000, 500), (maxPages.GetProperty("minimum").GetInt32(), maxPages.GetProperty("maximum").GetInt32(), maxPages.GetProperty("default").GetInt32()));
    }

    private static bool HasSchema(JsonElement answer) =>
        answer.TryGetProperty("content", out var content) && content.EnumerateObject().Any(type => type.Value.TryGetProperty("schema", out _));

    private static string Here([CallerFilePath] string path = "") => path;
}
