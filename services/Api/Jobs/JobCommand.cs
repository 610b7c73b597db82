using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Jobs.Views;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Api.Jobs;

/// <summary>What all commands to a job have in common: whose it is, and how it is answered.</summary>
internal sealed class JobCommand(JobViews views)
{
    /// <param name="done">The answer, where it is not the job as it is now.</param>
    public async Task<IResult> RunAsync(Guid id, HttpContext http, TrawlDbContext db, Func<Task<CommandOutcome>> command, IResult? done = null)
    {
        var cancellationToken = http.RequestAborted;
        if (!await db.Jobs.VisibleTo(http.GetCaller()).AnyAsync(job => job.Id == id, cancellationToken))
            return Problems.NotFound("job");
        var (result, job) = await command();
        return result switch
        {
            CommandResult.Accepted => done ?? TypedResults.Ok(await views.OfAsync(db, job!, cancellationToken)),
            CommandResult.WrongStatus => Problems.InvalidStatus($"It is {job!.Status.ToString().ToLowerInvariant()}."),
            CommandResult.NothingToRetry => Conflict("nothing_to_retry", "Nothing in it failed or was left out because it ended."),
            CommandResult.NotRetryable => Conflict(
                "not_retryable", job!.Type == JobType.Custom ? "Its work is done by another program: submit a new job." : "Its source was deleted."),
            _ => Problems.NotFound("job"),
        };
    }

    private static ProblemHttpResult Conflict(string code, string detail) => Problems.Of(StatusCodes.Status409Conflict, code, "The job cannot begin again.", detail);
}
