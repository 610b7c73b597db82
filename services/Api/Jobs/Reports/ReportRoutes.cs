using Trawl.Api.Jobs.Reports.Limits;
using Trawl.Api.OpenApi;
using Trawl.ServiceDefaults;

namespace Trawl.Api.Jobs.Reports;

internal static class ReportRoutes
{
    public static void MapReports(this RouteGroupBuilder jobs)
    {
        jobs.MapPost("{id:guid}/progress", ProgressReports.HandleAsync).WithName("reportProgress")
            .WithSummary("Custom jobs: how far the work is").Reports<ProgressReport>();
        jobs.MapPost("{id:guid}/events", EventReports.HandleAsync).WithName("reportEvents")
            .WithSummary("Custom jobs: commentary for whoever watches now").Reports<EventReport>();
        jobs.MapPost("{id:guid}/model-results", ModelResultReports.HandleAsync).WithName("reportModelResults")
            .WithSummary("Custom jobs: what a model did").Reports<ModelResultReport>();
        jobs.MapPost("{id:guid}/clarifications", ClarificationReports.HandleAsync).WithName("reportClarifications")
            .WithSummary("Custom jobs: a question to the job's user").Reports<ClarificationReport, ClarificationReports.QuestionsAccepted>();
        jobs.MapPost("{id:guid}/complete", EndReports.CompleteAsync).WithName("reportComplete")
            .WithSummary("Custom jobs: the work is done").Reports<CompleteReport>();
        jobs.MapPost("{id:guid}/fail", EndReports.FailAsync).WithName("reportFail")
            .WithSummary("Custom jobs: the work is given up").Reports<FailReport>();
    }

    public static void AddReports(this WebApplicationBuilder builder)
    {
        builder.AddValidatedOptions<ReportsOptions>("Reports");
        builder.Services.AddSingleton<ReportRate>();
        builder.Services.AddSingleton<ReportEndpoint>();
    }

    private static RouteHandlerBuilder Reports<T>(this RouteHandlerBuilder endpoint)
        where T : notnull => endpoint.Reports<T, ReportEndpoint.ReportsAccepted>();

    private static RouteHandlerBuilder Reports<T, TAnswer>(this RouteHandlerBuilder endpoint)
        where T : notnull => endpoint
        .WithDescription($"One report, or an array of them (of the last reports one, of questions up to {ClarificationReports.MaxQuestions}, of others up to {ReportRules.MaxReports}). "
            + "Taken from the job's owner and from whoever shows its reportToken as bearer.")
        .WithMetadata(ReportToken.Bearer)
        .Accepts<T>("application/json")
        .OrArray()
        .WithIdempotencyKey()
        .Produces<TAnswer>(StatusCodes.Status202Accepted)
        .WithProblems(400, 404, 409, 413, 415, 429);
}
