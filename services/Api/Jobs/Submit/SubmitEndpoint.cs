using System.Text.Json;
using Trawl.Api.Database;
using Trawl.Api.Idempotency;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Jobs.Views;
using Trawl.ServiceDefaults.Callers;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Jobs.Submit;

/// <summary>POST /api/jobs. Touches the database only: it works while the broker is away.</summary>
internal sealed class SubmitEndpoint(SubmitValidator validator, IdempotentPost posts, JobLifecycle lifecycle, JobViews views)
{
    /// <summary>A thousand URLs of 2,048 characters, escapes and all.</summary>
    public const long MaxBodyBytes = 8 * 1024 * 1024;

    public static Task<IResult> HandleAsync(HttpContext http, TrawlDbContext db, SubmitEndpoint submit, CancellationToken cancellationToken)
    {
        var userId = http.GetCaller().UserId;
        return submit.RunAsync(
            http, db,
            body => IsCustom(body.Root)
                ? Task.FromResult(submit.CheckCustom(db, userId, body, cancellationToken))
                : submit.CheckCrawlAsync(db, userId, body, view => view, cancellationToken),
            cancellationToken);
    }

    /// <summary>Only a crawl is taken; the answer's body is what <paramref name="answer"/> makes of the new job.</summary>
    public Task<IResult> CrawlAsync(HttpContext http, TrawlDbContext db, Func<JobView, object> answer, CancellationToken cancellationToken) =>
        RunAsync(http, db, body => CheckCrawlAsync(db, http.GetCaller().UserId, body, answer, cancellationToken), cancellationToken);

    private async Task<IResult> RunAsync(HttpContext http, TrawlDbContext db, IdempotentPost.Check check, CancellationToken cancellationToken) =>
        await posts.HandleAsync(http, db, await JsonBody.ReadAsync(http.Request, cancellationToken), check, cancellationToken);

    private async Task<(Func<Task<IResult>>? Create, IResult? Problem)> CheckCrawlAsync(
        TrawlDbContext db, string userId, JsonBody body, Func<JobView, object> answer, CancellationToken cancellationToken)
    {
        var (job, invalid) = await validator.CheckAsync(userId, body, cancellationToken);
        return job is null ? (null, invalid) : (AcceptAsync, null);

        async Task<IResult> AcceptAsync()
        {
            var accepted = await lifecycle.SubmitAsync(db, job, cancellationToken);
            return Answer(accepted, answer(await views.OfAsync(db, accepted, cancellationToken)));
        }
    }

    private (Func<Task<IResult>>? Create, IResult? Problem) CheckCustom(
        TrawlDbContext db, string userId, JsonBody body, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var job = CustomRules.Check(userId, body, faults);
        return faults.Any ? (null, faults.ToProblem()) : (AcceptAsync, null);

        async Task<IResult> AcceptAsync()
        {
            var (accepted, token) = await lifecycle.SubmitAsync(db, job, cancellationToken);
            // It has no place in a queue and no hosts: its row is all there is to see.
            return Answer(accepted, new AcceptedCustomJob(JobView.From(accepted, null, [], []), token));
        }
    }

    private static Created Answer(Job job, object body) => new($"/api/jobs/{job.Id}", JsonSerializer.Serialize(body, TrawlJson.Options));

    private static bool IsCustom(JsonElement body) =>
        body.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("custom");
}
