using Microsoft.Extensions.Options;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Api.Callers;

/// <summary>GET /api/me: whom the server takes the caller for. A frontend needs it for its own <c>user:</c> channel; a key says nothing of its owner.</summary>
internal static class MeEndpoint
{
    /// <param name="Mode"><c>development</c>, <c>jwt</c> or <c>apiKey</c>.</param>
    /// <param name="ExpiresAt">When what was shown ends; null when it does not.</param>
    public sealed record MeView(string UserId, bool IsAdmin, string Mode, DateTime? ExpiresAt);

    public static IResult Handle(HttpContext http, IOptions<AuthOptions> auth)
    {
        var caller = http.GetCaller();
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new MeView(caller.UserId, caller.IsAdmin, auth.Value.Mode is { Length: > 0 } mode ? mode : "development", caller.Credential?.ExpiresAt?.UtcDateTime));
    }
}
