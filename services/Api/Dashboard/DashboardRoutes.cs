using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Trawl.Api.Dashboard;

/// <summary>The dashboard at <c>/</c>: each of its files by its name, and its one page at every path that the page itself tells apart.</summary>
internal static class DashboardRoutes
{
    private const string Page = "/index.html";

    // Nothing inline: whatever a crawled title may hold, no script runs that is not a file of ours.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self' ws: wss:; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string[] Paths =
        ["/", "/jobs/{**rest}", "/drafts/{**rest}", "/sources/{**rest}", "/search", "/operation", "/notifications"];

    private static readonly FileExtensionContentTypeProvider Types = new();

    /// <summary>False where there is none.</summary>
    public static bool MapDashboard(this IEndpointRouteBuilder app)
    {
        var bundle = app.ServiceProvider.GetRequiredService<DashboardBundle>();
        if (bundle.Files.FirstOrDefault(file => file.Path == Page) is not { } page)
            return false;

        foreach (var path in Paths)
            Map(app, path, page);
        foreach (var file in bundle.Files.Where(file => file != page))
            Map(app, file.Path, file);
        return true;
    }

    private static void Map(IEndpointRouteBuilder app, string path, DashboardFile file)
    {
        var type = Types.TryGetContentType(file.Path, out var known) ? known : "application/octet-stream";
        app.MapMethods(path, Methods, (HttpContext http) => Send(http, file, type)).ExcludeFromDescription().AllowAnonymous();
    }

    private static FileContentHttpResult Send(HttpContext http, DashboardFile file, string type)
    {
        var representation = file.For(http.Request.GetTypedHeaders().AcceptEncoding);
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers.CacheControl = file.IsImmutable ? "public, max-age=31536000, immutable" : "no-cache";
        if (file.IsCompressed)
            headers.Vary = HeaderNames.AcceptEncoding;
        if (representation.Encoding is { } encoding)
            headers.ContentEncoding = encoding;
        return TypedResults.Bytes(representation.Content, type.StartsWith("text/", StringComparison.Ordinal) ? $"{type}; charset=utf-8" : type, entityTag: representation.Tag);
    }
}
