using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Trawl.Api.Landing;

/// <summary>Pages without a build: <c>/docs</c> to read the OpenAPI document, and <c>/</c> where there is no dashboard. Nothing is loaded from elsewhere.</summary>
internal static partial class LandingPages
{
    public static void MapDocs(this IEndpointRouteBuilder app) => Map(app, "/docs", "docs.html");

    public static void MapUnbuilt(this IEndpointRouteBuilder app) => Map(app, "/", "unbuilt.html");

    private static void Map(IEndpointRouteBuilder app, string path, string file)
    {
        var page = Read(file);
        // Only the script that is part of the page runs, whatever a crawled title may hold.
        var scripts = Script().Matches(page).Select(match => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(match.Groups[1].Value)))}'").DefaultIfEmpty("'none'");
        var policy = $"default-src 'none'; connect-src 'self'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
            + $"form-action 'none'; frame-ancestors 'none'; script-src {string.Join(' ', scripts)}";
        app.MapGet(path, (HttpContext http) =>
        {
            http.Response.Headers.ContentSecurityPolicy = policy;
            http.Response.Headers.XContentTypeOptions = "nosniff";
            http.Response.Headers.CacheControl = "no-cache";
            return TypedResults.Text(page, "text/html", Encoding.UTF8);
        }).ExcludeFromDescription().AllowAnonymous();
    }

    private static string Read(string file)
    {
        using var stream = typeof(LandingPages).Assembly.GetManifestResourceStream($"Landing/{file}")
            ?? throw new InvalidOperationException($"{file} is not part of the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();
}
