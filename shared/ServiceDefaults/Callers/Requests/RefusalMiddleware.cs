using Microsoft.AspNetCore.Http;
using Trawl.ServiceDefaults.Errors;

namespace Trawl.ServiceDefaults.Callers.Requests;

/// <summary>Answers whoever did not turn out to be a caller.</summary>
internal sealed class RefusalMiddleware(RequestDelegate next, IAuthenticator authenticator)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<AuthenticationFault>() is not { } fault)
            return next(context);
        if (fault.Status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = Challenge(fault);
        else if (fault.Status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = "2";
        return ProblemResponse.WriteAsync(context, fault.Status, fault.Code, fault.Message);
    }

    // RFC 6750, section 3: an error only where there was a credential, and an expired one is an invalid one.
    private string Challenge(AuthenticationFault fault) => fault == AuthenticationFault.Missing
        ? $"{authenticator.Scheme} realm=\"trawl\""
        : $"{authenticator.Scheme} realm=\"trawl\", error=\"invalid_token\", error_description=\"{fault.Message}\"";
}
