namespace Trawl.Api.Idempotency;

/// <summary>The answer to a POST that is done once, however often it is sent.</summary>
/// <param name="Location">Where what it created is; empty when it created nothing of its own.</param>
/// <param name="Body">As JSON, ready to send: a repeated request gets these very bytes.</param>
internal sealed record Created(string Location, string Body, int StatusCode = StatusCodes.Status202Accepted) : IResult
{
    /// <summary>Whether this is the answer to an earlier request.</summary>
    public bool Replayed { get; init; }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = StatusCode;
        if (Location.Length > 0)
            response.Headers.Location = Location;
        response.ContentType = "application/json; charset=utf-8";
        if (Replayed)
            response.Headers["Idempotency-Replayed"] = "true";
        return response.WriteAsync(Body, httpContext.RequestAborted);
    }
}
