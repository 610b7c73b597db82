using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Submit;
using Trawl.Api.Jobs.Views;
using Trawl.Api.OpenApi;
using static Trawl.Api.OpenApi.EndpointDescriptions;

namespace Trawl.Api.Drafts;

internal static class DraftRoutes
{
    public static void AddDrafts(this IServiceCollection services)
    {
        services.AddSingleton<DraftPlans>();
        services.AddSingleton<CreateDraftEndpoint>();
        services.AddSingleton<ChangeDraftEndpoint>();
        services.AddSingleton<SubmitDraftEndpoint>();
    }

    public static void MapDrafts(this IEndpointRouteBuilder app)
    {
        var drafts = app.MapGroup("/api/drafts").WithTags("People");
        drafts.MapGet("", DraftEndpoints.ListAsync).WithName("listDrafts").WithSummary("The caller's drafts, newest first")
            .WithPaging().Produces<ListPage<DraftView>>();
        drafts.MapPost("", CreateDraftEndpoint.HandleAsync).WithName("createDraft").WithSummary("Begin to plan a crawl")
            .WithDescription("The body is as much of a submit's body as there is so far.")
            .Accepts<SubmitRequest>("application/json").WithIdempotencyKey()
            .Produces<DraftView>(StatusCodes.Status201Created).WithProblems(400, 413, 415);
        drafts.MapGet("{id:guid}", DraftEndpoints.GetAsync).WithName("getDraft").WithSummary("One draft; 304 when nothing changed")
            .Produces<DraftView>().Produces(StatusCodes.Status304NotModified).WithProblems(404);
        drafts.MapPatch("{id:guid}", ChangeDraftEndpoint.PatchAsync).WithName("patchDraft").WithSummary("Change a draft as it was last seen")
            .WithDescription("A merge patch of the plan: null takes a field away. After a 412 the problem's draft is what there is now.")
            .Accepts<SubmitRequest>("application/json", "application/merge-patch+json").WithIfMatch("Which version is changed.")
            .Produces<DraftView>().WithProblems(400, 404, 409, 412, 413, 415, 428);
        drafts.MapDelete("{id:guid}", ChangeDraftEndpoint.DeleteAsync).WithName("deleteDraft").WithSummary("Delete a draft; a job that it became stays")
            .WithIfMatch("Which version is deleted; any without it.").Produces(StatusCodes.Status204NoContent).WithProblems(400, 404, 412);
        drafts.MapPost("{id:guid}/submit", SubmitDraftEndpoint.HandleAsync).WithName("submitDraft").WithSummary("Make a job of a draft, once")
            .WithIfMatch("Which version is submitted; any without it.").WithIdempotencyKey()
            .Produces<JobView>(StatusCodes.Status202Accepted).WithProblems(400, 404, 409, 412, 413, 415);
    }

    private static RouteHandlerBuilder WithIfMatch(this RouteHandlerBuilder endpoint, string description) =>
        endpoint.WithHeader("If-Match", $"An ETag, as \"3\". {description}", Text());
}
