using System.Text.Json;
using Trawl.Api.Database;
using Trawl.Api.Idempotency;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.ServiceDefaults.Callers;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Jobs.Submit;

/// <summary>POST /api/jobs. Touches the database only: it works while the broker is away.</summary>
internal sealed class SubmitEndpoint(SubmitValidator validator, IdempotentPost posts, JobLifecycle lifecycle, JobViews views)
{
    /// <summary>A thousand URLs of 2,048 characters, escapes and all.</summary>
    public const long MaxBodyBytes = 8 * 1024 * 1024;

    public static Task<IResult> HandleAsync(HttpContext http, TrawlDbContext db, SubmitEndpoint submit, CancellationToken cancellationToken) =>
        submit.RunAsync(http, db, view => view, cancellationToken);

    /// <summary>Reads, checks, accepts; the answer's body is what <paramref name="answer"/> makes of the new job.</summary>
    public async Task<IResult> RunAsync(HttpContext http, TrawlDbContext db, Func<JobView, object> answer, CancellationToken cancellationToken)
    {
        var (body, unreadable) = await JsonBody.ReadAsync(http.Request, cancellationToken);
        if (body is null)
            return unreadable!;
        var (key, invalidKey) = IdempotentRequest.From(http, body);
        if (invalidKey is not null)
            return invalidKey;
        // Before the checks: what they say of a URL or a model may have changed since the first time.
        if (key is not null && await posts.FindAsync(db, key, cancellationToken) is { } known)
            return known;
        var (job, invalid) = await validator.CheckAsync(http.GetCaller().UserId, body, cancellationToken);
        if (job is null)
            return invalid!;
        return await posts.RunAsync(db, key, () => AcceptAsync(db, job, answer, cancellationToken), cancellationToken);
    }

    private async Task<Created> AcceptAsync(TrawlDbContext db, NewJob job, Func<JobView, object> answer, CancellationToken cancellationToken)
    {
        var accepted = await lifecycle.SubmitAsync(db, job, cancellationToken);
        var view = await views.OfAsync(db, accepted, cancellationToken);
        return new Created($"/api/jobs/{accepted.Id}", JsonSerializer.Serialize(answer(view), TrawlJson.Options));
    }
}
