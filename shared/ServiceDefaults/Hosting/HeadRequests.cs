using Microsoft.AspNetCore.Http;

namespace Trawl.ServiceDefaults.Hosting;

/// <summary>
/// Answers HEAD as GET without the body, which the server leaves away. Load balancers, <c>wget --spider</c> and <c>curl -I</c> ask so, and
/// endpoints mapped for GET would refuse them. Streams are not among these paths: asked for by HEAD, they would never end.
/// </summary>
internal sealed class HeadRequests(RequestDelegate next)
{
    private static readonly PathString[] Paths = ["/api", "/docs", "/health", "/metrics", "/openapi"];

    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsHead(request.Method) || !Array.Exists(Paths, path => request.Path.StartsWithSegments(path)))
        {
            await next(context);
            return;
        }

        request.Method = HttpMethods.Get;
        try
        {
            await next(context);
        }
        finally
        {
            // The server's own metrics count it as what it was.
            request.Method = HttpMethods.Head;
        }
    }
}
