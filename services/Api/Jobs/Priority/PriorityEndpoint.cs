using Microsoft.EntityFrameworkCore;
using Trawl.Api.Database;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Api.Jobs.Priority;

/// <summary>PATCH /api/jobs/{id}.</summary>
internal static class PriorityEndpoint
{
    public static async Task<IResult> HandleAsync(
        Guid id, HttpContext http, TrawlDbContext db, JobLifecycle lifecycle, JobCommand command, CancellationToken cancellationToken)
    {
        // Before the body: what is wrong with it is nobody else's to learn.
        if (!await db.Jobs.VisibleTo(http.GetCaller()).AnyAsync(job => job.Id == id, cancellationToken))
            return Problems.NotFound("job");
        var (body, unreadable) = await JsonBody.ReadAsync(http.Request, cancellationToken);
        if (body is null)
            return unreadable!;
        var faults = new Faults();
        var patch = body.As<JobPatch>(faults);
        if (!body.Root.TryGetProperty("priority", out _))
            faults.Add("priority", "Must be given.");
        return faults.Any
            ? faults.ToProblem()
            : await command.RunAsync(id, http, db, () => lifecycle.PrioritiseAsync(db, id, patch.Priority, cancellationToken));
    }
}
