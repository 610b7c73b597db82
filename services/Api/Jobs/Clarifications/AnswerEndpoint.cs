using System.ComponentModel.DataAnnotations;
using Trawl.Api.Database;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Api.Jobs.Clarifications;

/// <summary>The body of an answer.</summary>
public sealed record AnswerRequest
{
    [MaxLength(Answers.MaxAnswer)]
    public string Answer { get; init; } = "";
}

/// <summary>POST /api/jobs/{id}/clarifications/{clarificationId}/answer.</summary>
internal static class AnswerEndpoint
{
    public static async Task<IResult> HandleAsync(
        Guid id, Guid clarificationId, HttpContext http, TrawlDbContext db, Answers answers, CancellationToken cancellationToken)
    {
        var (body, unreadable) = await JsonBody.ReadAsync(http.Request, cancellationToken);
        if (body is null)
            return unreadable!;
        var faults = new Faults();
        var answer = body.As<AnswerRequest>(faults).Answer;
        Answers.Check(answer, faults);
        return faults.Any ? faults.ToProblem() : await answers.TakeAsync(db, http.GetCaller(), id, clarificationId, answer, cancellationToken);
    }
}
