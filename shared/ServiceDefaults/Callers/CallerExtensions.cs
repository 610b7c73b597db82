using Microsoft.AspNetCore.Http;

namespace Trawl.ServiceDefaults.Callers;

/// <summary>Reads the caller that the authentication in front has established.</summary>
public static class CallerExtensions
{
    /// <summary>The request's caller. Every endpoint behind <c>UseServiceDefaults</c> has one, health and metrics excepted.</summary>
    public static Caller GetCaller(this HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("No caller: the authentication middleware did not run.");
}
