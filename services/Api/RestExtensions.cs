using Trawl.Api.Dashboard;
using Trawl.Api.Callers;
using Trawl.Api.Database;
using Trawl.Api.Documents;
using Trawl.Api.Drafts;
using Trawl.Api.History;
using Trawl.Api.Idempotency;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Comments;
using Trawl.Api.Jobs.Events;
using Trawl.Api.Jobs.Reports;
using Trawl.Api.Jobs.Submit;
using Trawl.Api.Jobs.Views;
using Trawl.Api.Landing;
using Trawl.Api.Notifications;
using Trawl.Api.OpenApi;
using Trawl.Api.Queue;
using Trawl.Api.Sources;
using Trawl.Api.Sources.Refresh;
using Trawl.Api.Stats;
using Trawl.Api.Wizard;
using Trawl.Api.Webhooks;
using Trawl.Api.Webhooks.Manage;
using Trawl.Api.Workers;

namespace Trawl.Api;

/// <summary>The HTTP face: what section 3 of the protocol lists, its document, and a page to read it.</summary>
internal static class RestExtensions
{
    public static void AddRest(this WebApplicationBuilder builder)
    {
        builder.AddApiDocument();
        builder.Services.AddSingleton(_ => DashboardBundle.Embedded());
        builder.Services.AddSingleton<JobViews>();
        builder.Services.AddSingleton<JobCommand>();
        builder.Services.AddComments();
        builder.Services.AddDrafts();
        builder.Services.AddNotifications();
        builder.Services.AddSingleton<UrlPolicy>();
        builder.Services.AddSingleton<SubmitValidator>();
        builder.Services.AddSingleton<SubmitEndpoint>();
        builder.Services.AddSingleton<RefreshEndpoint>();
        builder.Services.AddSingleton<LongPoll>();
        builder.Services.AddSingleton<JobEventsEndpoint>();
        builder.AddReports();
        builder.Services.AddSingleton<NewWebhookEndpoint>();
        builder.Services.AddSingleton<IdempotentPost>();
        builder.Services.AddHostedService<IdempotencyCleanup>();
    }

    public static void MapRest(this IEndpointRouteBuilder app)
    {
        app.MapApiDocument();
        app.MapDocs();
        app.MapGet("/api/me", MeEndpoint.Handle).WithTags("Operation").WithName("getMe").WithSummary("Whom the server takes the caller for").Produces<MeEndpoint.MeView>();
        var stored = app.MapGroup("").WithMetadata(new NeedsDatabase());
        stored.MapComments();
        stored.MapDrafts();
        stored.MapNotifications();
        stored.MapJobs();
        stored.MapChannelEvents();
        stored.MapWizard();
        stored.MapKnowledge();
        stored.MapOperation();
        stored.MapWebhooks();
    }

    private static void MapKnowledge(this IEndpointRouteBuilder app)
    {
        var sources = app.MapGroup("/api/sources").WithTags("Sources");
        sources.MapGet("", SourceEndpoints.ListAsync).WithName("listSources").WithSummary("The caller's sources, newest first")
            .WithPaging().Produces<ListPage<SourceView>>();
        sources.MapGet("{id:guid}", SourceEndpoints.GetAsync).WithName("getSource").WithSummary("One source")
            .Produces<SourceView>().WithProblems(404);
        sources.MapPatch("{id:guid}", SourcePatchEndpoint.HandleAsync).WithName("patchSource").WithSummary("Change a source's title or schedule")
            .Accepts<SourcePatch>("application/json").Produces<SourceView>().WithProblems(400, 404, 413, 415);
        sources.MapDelete("{id:guid}", SourceEndpoints.DeleteAsync).WithName("deleteSource").WithSummary("Delete a source with its documents")
            .Produces(StatusCodes.Status204NoContent).WithProblems(404);
        sources.MapPost("{id:guid}/refresh", RefreshEndpoint.HandleAsync).WithName("refreshSource").WithSummary("Crawl a source again, asking only for what changed")
            .Accepts<RefreshRequest>(isOptional: true, "application/json").WithIdempotencyKey()
            .Produces<JobView>(StatusCodes.Status202Accepted).WithProblems(400, 404, 409, 413, 415);
        sources.MapGet("{id:guid}/documents", DocumentEndpoints.ListAsync).WithTags("Documents").WithName("listDocuments")
            .WithSummary("The stored pages of a source").WithPaging().Produces<ListPage<DocumentView>>().WithProblems(404);
        app.MapGet("/api/documents/{id:guid}", DocumentEndpoints.GetAsync).WithTags("Documents").WithName("getDocument")
            .WithSummary("A stored page with its text")
            .WithQuery("format", "markdown for the bare text.", EndpointDescriptions.OneOf("json", "markdown"))
            .Produces<DocumentWithText>(200, "application/json").WithProblems(400, 404);
    }

    private static void MapOperation(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/queue", QueueEndpoint.HandleAsync).WithTags("Operation").WithName("getQueue")
            .WithSummary("Who waits, for how long, and how long others waited").WithPaging().Produces<QueueEndpoint.QueueView>();
        app.MapGet("/api/workers", WorkersEndpoint.HandleAsync).WithTags("Operation").WithName("listWorkers")
            .WithSummary("Live workers").WithPaging().Produces<ListPage<WorkersEndpoint.WorkerView>>();
        app.MapGet("/api/stats", StatsEndpoint.HandleAsync).WithTags("Operation").WithName("getStats")
            .WithSummary("Totals and rates").Produces<StatsEndpoint.StatsView>();
    }
}
