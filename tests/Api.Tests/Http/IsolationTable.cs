using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Trawl.Api.Tests.Http;

/// <summary>Every path by which somebody's thing can be named, whether the name is in the path, the query or the body.</summary>
internal static partial class IsolationTable
{
    /// <param name="Body">JSON, with the same names in braces as in the path.</param>
    /// <param name="IsList">Another's thing is a filter that nothing fits; of one thing the answer is 404.</param>
    public sealed record Row(string Method, string Path, string? Body = null, bool IsList = false)
    {
        /// <summary>As a route is named here: without the names of its parameters.</summary>
        public string Route => $"{Method} {Parameter().Replace(Path.Split('?')[0], "{}")}";
    }

    public static Row[] Rows { get; } =
    [
        new("GET", "/api/jobs/{job}"),
        new("PATCH", "/api/jobs/{job}", """{"priority":"high"}"""),
        new("DELETE", "/api/jobs/{job}"),
        new("GET", "/api/jobs?sourceId={source}", IsList: true),
        new("POST", "/api/jobs/{job}/cancel"),
        new("POST", "/api/jobs/{job}/pause"),
        new("POST", "/api/jobs/{job}/resume"),
        new("POST", "/api/jobs/{job}/retry"),
        new("GET", "/api/jobs/{job}/events"),
        new("GET", "/api/jobs/{job}/events?after=0&wait=30"),
        new("GET", "/api/events?channel=job:{job}"),
        new("GET", "/api/events?channel=job:{job}&after=0&wait=30"),
        new("GET", "/api/jobs/{job}/pages"),
        new("POST", "/api/jobs/{job}/clarifications/{clarification}/answer", """{"answer":"stop"}"""),
        new("GET", "/api/jobs/{job}/comments"),
        new("POST", "/api/jobs/{job}/comments", """{"text":"mine"}"""),
        new("POST", "/api/jobs/{job}/progress", """{"completed":1}"""),
        new("POST", "/api/jobs/{job}/events", """{"type":"processing_progress","data":{"taskName":"t","completed":1,"total":2}}"""),
        new("POST", "/api/jobs/{job}/model-results", """{"model":"m","provider":"p","status":"completed"}"""),
        new("POST", "/api/jobs/{job}/clarifications", """{"question":"Why?"}"""),
        new("POST", "/api/jobs/{job}/complete", """{"result":{}}"""),
        new("POST", "/api/jobs/{job}/fail", """{"error":{"code":"c","message":"m"}}"""),
        new("GET", "/api/sources/{source}"),
        new("PATCH", "/api/sources/{source}", """{"title":"mine"}"""),
        new("DELETE", "/api/sources/{source}"),
        new("GET", "/api/sources/{source}/documents"),
        new("POST", "/api/sources/{source}/refresh"),
        new("GET", "/api/documents/{document}"),
        new("GET", "/api/documents/{document}?format=markdown"),
        new("GET", "/api/search?q=page&mode=keyword&sourceId={source}"),
        new("POST", "/api/search", """{"q":"page","mode":"keyword","sourceId":"{source}"}"""),
        new("GET", "/api/drafts/{draft}"),
        new("PATCH", "/api/drafts/{draft}", """{"title":"mine"}"""),
        new("DELETE", "/api/drafts/{draft}"),
        new("POST", "/api/drafts/{draft}/submit"),
        new("GET", "/api/webhooks/{webhook}"),
        new("DELETE", "/api/webhooks/{webhook}"),
        new("POST", "/api/webhooks/{webhook}/enable"),
        new("GET", "/api/webhooks/{webhook}/deliveries"),
        new("POST", "/api/webhooks/{webhook}/deliveries/{delivery}/replay"),
        new("GET", "/api/wizard/session/{job}"),
        new("POST", "/api/wizard/clarifications/respond", """{"clarificationId":"{clarification}","answer":"stop"}"""),
    ];

    /// <summary>The routes that a host really has, as <c>GET /api/jobs/{}</c>.</summary>
    public static HashSet<string> Mapped(IServiceProvider services) =>
    [
        .. services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText?.TrimStart('/').StartsWith("api/", StringComparison.Ordinal) == true)
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["ANY"])
                .Select(method => $"{method} /{Parameter().Replace(endpoint.RoutePattern.RawText!.Trim('/'), "{}")}")),
    ];

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
