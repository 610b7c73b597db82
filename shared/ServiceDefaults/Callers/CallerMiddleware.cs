using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Trawl.ServiceDefaults.Errors;

namespace Trawl.ServiceDefaults.Callers;

/// <summary>Development mode: the caller is who it says it is.</summary>
internal sealed class CallerMiddleware(RequestDelegate next)
{
    /// <summary>Longest user id: it becomes part of channel names and database keys.</summary>
    private const int MaxLength = 128;
    private static readonly Caller Anonymous = new("anonymous", IsAdmin: false);

    public Task InvokeAsync(HttpContext context)
    {
        // A probe has no user, and a misspelt header must not make a process look dead.
        if (context.Request.Path.StartsWithSegments("/health") || context.Request.Path == "/metrics")
            return next(context);

        var named = context.Request.Headers["X-User-Id"];
        if (named.Count == 0)
            named = context.Request.Query["userId"];
        if (Read(named) is not { } caller)
            return ProblemResponse.WriteAsync(context, 400, "invalid_user_id", $"A user id has 1 to {MaxLength} characters and no control characters.");

        context.Features.Set(caller);
        return next(context);
    }

    private static Caller? Read(StringValues named)
    {
        if (named.Count == 0)
            return Anonymous;
        var id = named.Count == 1 ? named[0] : null;
        return string.IsNullOrWhiteSpace(id) || id.Length > MaxLength || id.Any(char.IsControl) ? null : new Caller(id, IsAdmin: false);
    }
}
