using Microsoft.AspNetCore.Http.HttpResults;
using Trawl.Api.OpenApi;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Api.Search;

/// <summary>GET and POST /api/search.</summary>
internal static class SearchEndpoints
{
    public static void MapSearch(this IEndpointRouteBuilder app)
    {
        var search = app.MapGroup("/api/search").WithTags("Search");
        search.MapGet("", GetAsync).WithName("search").WithSummary("The caller's documents that fit best")
            .WithQuery("q", "The words.", EndpointDescriptions.Text())
            .WithQuery("sourceId", "Only this source.", EndpointDescriptions.Text("uuid"))
            .WithQuery("model", "The model whose vectors are compared.", EndpointDescriptions.Text())
            .WithQuery("mode", "By words, by vectors, or both.", EndpointDescriptions.OneOf("hybrid", "semantic", "keyword"))
            .WithQuery("limit", $"How many. Default {SearchRequest.DefaultLimit}.", EndpointDescriptions.Whole(1, SearchRequest.MaxLimit))
            .Produces<SearchResult>().WithProblems(400, 404, 503);
        search.MapPost("", PostAsync).WithName("searchByBody").WithSummary("The same, for what does not fit in a URL")
            .Accepts<SearchBody>("application/json").Produces<SearchResult>().WithProblems(400, 404, 413, 415, 503);
    }

    private static Task<IResult> GetAsync(HttpContext http, SearchService service, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        return AnswerAsync(http, SearchInput.Read(http.Request.Query, faults), faults, service, cancellationToken);
    }

    private static async Task<IResult> PostAsync(HttpContext http, SearchService service, CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadAsync(http.Request, cancellationToken);
        if (body is null)
            return problem!;
        var faults = new Faults();
        return await AnswerAsync(http, SearchInput.Check(body.As<SearchBody>(faults), faults), faults, service, cancellationToken);
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext http, SearchRequest request, Faults faults, SearchService service, CancellationToken cancellationToken)
    {
        if (faults.Any)
            return faults.ToProblem();
        var (result, refusal, detail) = await service.SearchAsync(request, http.GetCaller(), cancellationToken);
        return refusal switch
        {
            SearchRefusal.NoSuchSource => Problems.NotFound("source"),
            SearchRefusal.NoSuchModel => UnknownModel(request.Model!),
            SearchRefusal.NoEmbedder => Problems.Of(StatusCodes.Status503ServiceUnavailable, "no_embedder", "No embedder answers.", detail),
            SearchRefusal.TooManyVectors => Problems.Of(StatusCodes.Status503ServiceUnavailable, "too_many_vectors", "There are too many vectors to search.", detail),
            _ => TypedResults.Ok(result),
        };
    }

    private static ProblemHttpResult UnknownModel(string model)
    {
        var faults = new Faults();
        faults.Add("model", $"Nothing is embedded with {model}.");
        return faults.ToProblem();
    }
}
