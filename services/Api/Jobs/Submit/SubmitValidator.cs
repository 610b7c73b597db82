using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Trawl.Api.Database;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Jobs.Lifecycle.Beginning;
using Trawl.Api.Workers;
using Trawl.Contracts.Workers;
using Trawl.ServiceDefaults.Json;
using Trawl.Web;

namespace Trawl.Api.Jobs.Submit;

/// <summary>Makes a job of a body, or says all that is wrong with it.</summary>
internal sealed class SubmitValidator(UrlPolicy policy, LiveWorkers workers)
{
    /// <summary>Built into every Embedder, so it may be named before the first one has come up.</summary>
    public const string BuiltInModel = "hashing-384";

    public async Task<(NewJob? Job, ProblemHttpResult? Problem)> CheckAsync(string userId, JsonBody body, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var (request, urls) = await ReadAsync(body, faults, SubmitRules.Check, cancellationToken);
        if (request is null || faults.Any)
            return (null, faults.ToProblem());
        var options = OptionsOf(request, [.. urls.Select(url => url.Url.Value)]);
        return (new NewJob(userId, request.Priority, [.. request.Tags.Distinct(StringComparer.Ordinal)], options), null);
    }

    /// <summary>What is wrong with a part of a body; that something is missing is not.</summary>
    public async Task<ProblemHttpResult?> CheckPartAsync(JsonBody part, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        await ReadAsync(part, faults, SubmitRules.CheckPart, cancellationToken);
        return faults.Any ? faults.ToProblem() : null;
    }

    private async Task<(SubmitRequest? Request, IReadOnlyList<(string Field, WebUrl Url)> Urls)> ReadAsync(
        JsonBody body, Faults faults, Func<SubmitRequest, IReadOnlySet<string>, Faults, IReadOnlyList<(string Field, WebUrl Url)>> check,
        CancellationToken cancellationToken)
    {
        if (OtherType(body.Root) is { } type)
        {
            // To call its fields unknown would point at the wrong thing.
            faults.Add("type", type == "custom"
                ? "Must be crawl here: custom jobs are submitted to /api/jobs."
                : "Must be crawl or custom here: a refresh is asked for at /api/sources/{id}/refresh.");
            return (null, []);
        }

        var request = body.As<SubmitRequest>(faults);
        var urls = check(request, await ModelsAsync(cancellationToken), faults);
        if (!faults.Any)
            await policy.CheckAsync(urls, faults, cancellationToken);
        return (request, urls);
    }

    private static CrawlOptions OptionsOf(SubmitRequest request, IReadOnlyList<string> urls) => new()
    {
        Urls = urls,
        Title = request.Title?.Trim(),
        MaxPages = request.MaxPages,
        MaxDepth = request.MaxDepth,
        Scope = request.Scope,
        Include = request.Include,
        Exclude = request.Exclude,
        UseSitemap = request.UseSitemap,
        RespectRobots = request.RespectRobots,
        Concurrency = request.Concurrency,
        DelayMs = request.DelayMs,
        AskBeforeTruncating = request.AskBeforeTruncating,
        Models = request.Models,
        TtlMinutes = request.TtlMinutes,
    };

    private static string? OtherType(JsonElement body) =>
        body.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
        && (type.ValueEquals("refresh") || type.ValueEquals("custom"))
            ? type.GetString()
            : null;

    private async Task<IReadOnlySet<string>> ModelsAsync(CancellationToken cancellationToken)
    {
        var known = new HashSet<string>(StringComparer.Ordinal) { BuiltInModel };
        foreach (var worker in await workers.ListAsync(cancellationToken))
            foreach (var model in worker.Models.Deserialize<EmbeddingModel[]>(TrawlJson.Options) ?? [])
                known.Add(model.Name);
        return known;
    }
}
