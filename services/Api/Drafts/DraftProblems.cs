using Microsoft.AspNetCore.Http.HttpResults;
using Trawl.Api.Database;

namespace Trawl.Api.Drafts;

/// <summary>Why a draft cannot be changed. Each says what is so instead, so that nobody has to ask for it.</summary>
internal static class DraftProblems
{
    /// <summary>Null when a change that was meant for that version may be made.</summary>
    public static IResult? Of(Draft draft, DraftVersion meant) => Submitted(draft) ?? Outdated(draft, meant);

    /// <summary>Null while it has not become a job.</summary>
    private static ProblemHttpResult? Submitted(Draft draft)
    {
        if (draft.JobId is not { } jobId)
            return null;
        var problem = Problems.Of(StatusCodes.Status409Conflict, "already_submitted", "The draft has become a job.");
        problem.ProblemDetails.Extensions["jobId"] = jobId;
        return problem;
    }

    /// <summary>Null when the draft is at a version that was meant; else somebody was first.</summary>
    public static ProblemHttpResult? Outdated(Draft draft, DraftVersion meant)
    {
        if (meant.Matches(draft))
            return null;
        var problem = Problems.Of(
            StatusCodes.Status412PreconditionFailed, "version_conflict", "The draft has changed.", $"It is at version {draft.Version} now.");
        problem.ProblemDetails.Extensions["version"] = draft.Version;
        problem.ProblemDetails.Extensions["draft"] = DraftView.Of(draft);
        return problem;
    }
}
