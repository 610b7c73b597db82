using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Clarifications;
using Trawl.Api.Jobs.Views;
using Trawl.Api.OpenApi;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Api.Wizard;

/// <summary>The names that frontends of Trawl's predecessors have for a job and for the answer to its question. The rules are those of the job's own.</summary>
internal static class WizardRoutes
{
    public static void MapWizard(this IEndpointRouteBuilder app)
    {
        var wizard = app.MapGroup("/api/wizard").WithTags("Jobs");
        wizard.MapGet("session/{jobId:guid}", SessionAsync).WithName("getWizardSession").WithSummary("A job as Socket.IO's progress tells of it")
            .Produces<WizardSession>().WithProblems(404);
        wizard.MapPost("clarifications/respond", RespondAsync).WithName("respondToClarification").WithSummary("Answer a question, the short way")
            .Accepts<RespondRequest>("application/json").Produces<JobClarification>().WithProblems(400, 404, 409, 410, 413, 415);
    }

    private static async Task<IResult> SessionAsync(Guid jobId, HttpContext http, TrawlDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        var job = await db.Jobs.AsNoTracking().VisibleTo(http.GetCaller()).SingleOrDefaultAsync(j => j.Id == jobId, cancellationToken);
        http.Response.Headers.CacheControl = "no-store";
        return job is null ? Problems.NotFound("job") : TypedResults.Ok(WizardSession.Of(job, time.GetUtcNow()));
    }

    private static async Task<IResult> RespondAsync(HttpContext http, TrawlDbContext db, Answers answers, CancellationToken cancellationToken)
    {
        var (body, unreadable) = await JsonBody.ReadAsync(http.Request, cancellationToken);
        if (body is null)
            return unreadable!;
        var faults = new Faults();
        var request = body.As<RespondRequest>(faults);
        Answers.Check(request.Answer, faults);
        if (request.ClarificationId == Guid.Empty)
            faults.Add("clarificationId", "Must be a question's id.");
        return faults.Any ? faults.ToProblem() : await answers.TakeAsync(db, http.GetCaller(), null, request.ClarificationId, request.Answer, cancellationToken);
    }
}
