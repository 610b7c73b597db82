using Trawl.Api.Jobs.Views;
using Trawl.Api.OpenApi;

namespace Trawl.Api.Jobs.Clarifications;

internal static class ClarificationRoutes
{
    public static void MapClarifications(this RouteGroupBuilder jobs) => jobs
        .MapPost("{id:guid}/clarifications/{clarificationId:guid}/answer", AnswerEndpoint.HandleAsync).WithName("answerClarification")
        .WithSummary("Answer a question of a job: the first answer holds")
        .WithDescription("A later one is told the answer that holds and who gave it (already_answered); one that comes when the question's time is up, or its job's, is told so (expired).")
        .Accepts<AnswerRequest>("application/json").Produces<JobClarification>().WithProblems(400, 404, 409, 410, 413, 415);
}
