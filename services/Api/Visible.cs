using Trawl.Api.Database;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Api;

/// <summary>What a caller may know of. Every query for a request begins with one of these.</summary>
internal static class Visible
{
    public static IQueryable<Draft> VisibleTo(this IQueryable<Draft> drafts, Caller caller) =>
        caller.IsAdmin ? drafts : drafts.Where(draft => draft.UserId == caller.UserId);

    public static IQueryable<Job> VisibleTo(this IQueryable<Job> jobs, Caller caller) =>
        caller.IsAdmin ? jobs : jobs.Where(job => job.UserId == caller.UserId);

    public static IQueryable<Source> VisibleTo(this IQueryable<Source> sources, Caller caller) =>
        caller.IsAdmin ? sources : sources.Where(source => source.UserId == caller.UserId);
}
