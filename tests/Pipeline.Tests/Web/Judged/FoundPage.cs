using System.Text.Json;
using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Judged;

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

    /// <summary>As <see cref="Resource.Outcome"/>. Whether a status was read before the connection broke is up to the network.</summary>
    public string Outcome => string.Join(
        ' ', Url.AbsoluteUri, Status, Reason ?? "-",
        Reason == "connection_failed" && HttpStatus == 200 ? "-" : HttpStatus?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-");
}
