using Trawl.Api.Database;
using Trawl.Api.Jobs.Views;

namespace Trawl.Api.Jobs.Submit;

/// <summary>POST /api/crawl: the submit that frontends of Trawl's predecessors know, with the answer they read.</summary>
internal static class CrawlAlias
{
    /// <param name="ProgressId">Where progress is told: the job's id, for <c>/ws/progress/{id}</c>.</param>
    public sealed record CrawlAccepted(Guid JobId, Guid ProgressId, string Url, JobStatus Status);

    public static Task<IResult> HandleAsync(HttpContext http, TrawlDbContext db, SubmitEndpoint submit, CancellationToken cancellationToken) =>
        submit.CrawlAsync(http, db, AnswerOf, cancellationToken);

    private static object AnswerOf(JobView job) =>
        new CrawlAccepted(job.Id, job.Id, job.Options.GetProperty("urls")[0].GetString()!, job.Status);
}
