using Microsoft.AspNetCore.Mvc;
using Trawl.Api.Database;
using Trawl.Api.Jobs.Clarifications;
using Trawl.Api.History;
using Trawl.Api.Jobs.Events;
using Trawl.Api.Jobs.Get;
using Trawl.Api.Jobs.List;
using Trawl.Api.Jobs.Pages;
using Trawl.Api.Jobs.Reports;
using Trawl.Api.Jobs.Submit;
using Trawl.Api.Jobs.Views;
using Trawl.Api.OpenApi;
using Trawl.Contracts.Crawling;
using static Trawl.Api.OpenApi.EndpointDescriptions;

namespace Trawl.Api.Jobs;

internal static class JobRoutes
{
    public static void MapJobs(this IEndpointRouteBuilder app)
    {
        var jobs = app.MapGroup("/api/jobs").WithTags("Jobs");
        jobs.MapPost("", SubmitEndpoint.HandleAsync).WithName("submitJob").WithSummary("Submit a crawl or a custom job").Submits().Or<CustomRequest>()
            .WithDescription("The answer to a custom job also holds its reportToken, with which the outside program reports.")
            .Produces<JobView>(StatusCodes.Status202Accepted).OrProduces<AcceptedCustomJob>(StatusCodes.Status202Accepted);
        jobs.MapReports();
        jobs.MapClarifications();
        jobs.MapGet("", ListJobsEndpoint.HandleAsync).WithName("listJobs").WithSummary("The caller's jobs, newest first")
            .WithQueryOf<JobStatus>("status")
            .WithQueryOf<JobType>("type")
            .WithQuery("sourceId", "Jobs of this source.", Text("uuid"))
            .WithQuery("tag", "Jobs with this tag.", Text())
            .WithPaging().Produces<ListPage<JobView>>();
        jobs.MapGet("{id:guid}", GetJobEndpoint.HandleAsync).WithName("getJob").WithSummary("One job; 304 when nothing changed")
            .WithMetadata(ReportToken.Bearer).Produces<JobView>().Produces(StatusCodes.Status304NotModified).WithProblems(404);
        jobs.MapControl();
        jobs.MapGet("{id:guid}/events", JobEventsEndpoint.HandleAsync).WithName("getJobEvents").WithSummary("The log of a job, with long poll")
            .WithQuery("after", "The last seq the caller has. Default 0: everything.", Whole(0))
            .WithQuery("wait", "Seconds to wait for the next event when there is none yet.", Whole(0, LongPoll.MaxWaitSeconds))
            .WithMetadata(ReportToken.Bearer).Produces<JobEventsEndpoint.JobEvents>().WithProblems(400, 404);
        jobs.MapGet("{id:guid}/pages", ListPagesEndpoint.HandleAsync).WithName("listJobPages").WithSummary("What became of each URL")
            .WithQueryOf<PageStatus>("status")
            .WithQueryOf<PageKind>("kind")
            .WithPaging().Produces<ListPage<ListPagesEndpoint.PageView>>().WithProblems(404);

        app.MapPost("/api/crawl", CrawlAlias.HandleAsync).WithTags("Jobs").WithName("crawl").WithSummary("Submit a crawl, the short way").Submits()
            .Produces<CrawlAlias.CrawlAccepted>(StatusCodes.Status202Accepted);
    }

    private static RouteHandlerBuilder Submits(this RouteHandlerBuilder endpoint) => endpoint
        .WithMetadata(new RequestSizeLimitAttribute(SubmitEndpoint.MaxBodyBytes))
        .Accepts<SubmitRequest>("application/json")
        .WithIdempotencyKey()
        .WithProblems(400, 413, 415);
}
