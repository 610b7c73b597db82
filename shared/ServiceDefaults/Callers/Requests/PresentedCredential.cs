using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Trawl.ServiceDefaults.Callers.Requests;

/// <summary>Finds the credential in a request. Null: there is none. Empty: there are several, which no verification accepts.</summary>
internal static class PresentedCredential
{
    private const string BearerPrefix = "Bearer ";

    public static string? Bearer(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        if (header.Count > 1)
            return "";
        return header.Count == 1 && header[0] is { } value && value.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase)
            ? value[BearerPrefix.Length..].Trim()
            : null;
    }

    public static string? Header(HttpRequest request, string name) => Single(request.Headers[name]);

    public static string? Query(HttpRequest request, string name) => Single(request.Query[name]);

    private static string? Single(StringValues values) => values.Count switch { 0 => null, 1 => values[0] ?? "", _ => "" };
}
