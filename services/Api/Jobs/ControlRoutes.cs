using Trawl.Api.Jobs.Cancel;
using Trawl.Api.Jobs.Delete;
using Trawl.Api.Jobs.Pause;
using Trawl.Api.Jobs.Priority;
using Trawl.Api.Jobs.Retry;
using Trawl.Api.Jobs.Views;
using Trawl.Api.OpenApi;

namespace Trawl.Api.Jobs;

/// <summary>What users may do to a job. What each answers in which status: <c>docs/state-machine.md</c>.</summary>
internal static class ControlRoutes
{
    public static void MapControl(this RouteGroupBuilder jobs)
    {
        jobs.MapPost("{id:guid}/cancel", CancelEndpoint.HandleAsync).WithName("cancelJob").WithSummary("Cancel; what was stored is kept")
            .Produces<JobView>().WithProblems(404, 409);
        jobs.MapPost("{id:guid}/pause", PauseEndpoints.PauseAsync).WithName("pauseJob").WithSummary("Hand out no more of a running job")
            .Produces<JobView>().WithProblems(404, 409);
        jobs.MapPost("{id:guid}/resume", PauseEndpoints.ResumeAsync).WithName("resumeJob").WithSummary("Go on with a paused job")
            .Produces<JobView>().WithProblems(404, 409);
        jobs.MapPost("{id:guid}/retry", RetryEndpoint.HandleAsync).WithName("retryJob").WithSummary("Do again what failed in an ended job, and what it did not get to")
            .WithDescription("The same job is queued again. 409 with nothing_to_retry when nothing failed, with not_retryable for custom jobs and where the source is gone.")
            .Produces<JobView>().WithProblems(404, 409);
        jobs.MapPatch("{id:guid}", PriorityEndpoint.HandleAsync).WithName("patchJob").WithSummary("Change a job's priority while it is queued or running")
            .Accepts<JobPatch>("application/json").Produces<JobView>().WithProblems(400, 404, 409, 413, 415);
        jobs.MapDelete("{id:guid}", DeleteJobEndpoint.HandleAsync).WithName("deleteJob").WithSummary("Forget an ended job")
            .Produces(StatusCodes.Status204NoContent).WithProblems(404, 409);
    }
}
