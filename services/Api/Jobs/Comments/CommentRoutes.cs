using Trawl.Api.OpenApi;

namespace Trawl.Api.Jobs.Comments;

internal static class CommentRoutes
{
    public static void AddComments(this IServiceCollection services) => services.AddSingleton<CommentEndpoint>();

    public static void MapComments(this IEndpointRouteBuilder app)
    {
        var comments = app.MapGroup("/api/jobs/{id:guid}/comments").WithTags("People");
        comments.MapGet("", CommentEndpoint.ListAsync).WithName("listComments").WithSummary("The thread on a job, oldest first")
            .WithPaging().Produces<ListPage<CommentView>>().WithProblems(404);
        comments.MapPost("", CommentEndpoint.PostAsync).WithName("comment").WithSummary("Say something on a job")
            .WithDescription("Told on the job's channel and on its owner's; of a job that has ended, on its owner's only.")
            .Accepts<CommentRequest>("application/json").WithIdempotencyKey()
            .Produces<CommentView>(StatusCodes.Status201Created).WithProblems(400, 404, 413, 415);
    }
}
