using System.Text.Json;

namespace Trawl.Pipeline.Tests.Web;

/// <summary>A page as <c>GET /api/jobs/{id}/pages</c> tells it.</summary>
public sealed record FoundPage(Uri Url, string Status, string? Reason, int? HttpStatus, string? Message, Guid? DocumentId)
{
    public static FoundPage Of(JsonElement page)
    {
        var error = page.GetProperty("error");
        var said = error.ValueKind == JsonValueKind.Object;
        return new FoundPage(
            new Uri(page.GetProperty("url").GetString()!), page.GetProperty("status").GetString()!, said ? error.GetProperty("code").GetString() : null,
            page.GetProperty("httpStatus").ValueKind == JsonValueKind.Number ? page.GetProperty("httpStatus").GetInt32() : null,
            said ? error.GetProperty("message").GetString() : null,
            page.GetProperty("documentId").ValueKind == JsonValueKind.String ? page.GetProperty("documentId").GetGuid() : null);
    }

    /// <summary>As <see cref="Resource.Outcome"/>.</summary>
    public string Outcome => string.Join(' ', Url.AbsoluteUri, Status, Reason ?? "-", HttpStatus?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-");
}

/// <summary>What one crawl of a theme came to, by what Trawl tells and by what the hosts saw.</summary>
/// <param name="Job">At its end.</param>
/// <param name="Pages">Every page of the job.</param>
/// <param name="Documents">What the source holds, with its texts.</param>
/// <param name="Requests">What the theme's hosts were asked by this crawl, robots.txt left out.</param>
/// <param name="Activity">The live commentary on the job.</param>
/// <param name="Crawlers">How many processes crawl.</param>
public sealed record Finding(
    JsonElement Job, IReadOnlyList<FoundPage> Pages, IReadOnlyList<JsonElement> Documents, IReadOnlyList<SeenRequest> Requests, IReadOnlyList<JsonElement> Activity, int Crawlers)
{
    public int Count(string name) => Job.GetProperty("counts").GetProperty(name).GetInt32();
}

/// <summary>A request and the host that it came to.</summary>
public sealed record SeenRequest(WebHost Host, string Target, bool Conditional, int Status)
{
    public Uri Url => new(Host.Address, Target);
}
