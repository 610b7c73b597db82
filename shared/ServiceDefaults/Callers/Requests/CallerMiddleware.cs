using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Trawl.ServiceDefaults.Callers.Requests;

/// <summary>
/// Finds out who makes each request. A fault is only noted here, and answered by <see cref="RefusalMiddleware"/>: in between, whoever
/// tries credentials is counted. Neither may be async: its state would live as long as the socket behind it.
/// </summary>
internal sealed partial class CallerMiddleware(RequestDelegate next, IAuthenticator authenticator, ILogger<CallerMiddleware> logger)
{
    public Task InvokeAsync(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        // A probe has no user, and a misspelt header must not make a process look dead.
        if (metadata?.GetMetadata<IAllowAnonymous>() is not null)
            return next(context);
        var socket = metadata?.GetMetadata<SocketEndpoint>();
        if (BelongsToSession(socket, context.Request) || ShowsOwnBearer(metadata?.GetMetadata<OwnBearer>(), context.Request))
        {
            context.Features.Set(Caller.Nobody);
            return next(context);
        }

        var asked = authenticator.AuthenticateAsync(context.Request, socket is not null);
        if (!asked.IsCompletedSuccessfully)
            return AwaitAsync(asked, socket, context);
        Note(asked.Result, socket, context);
        return next(context);
    }

    private static bool BelongsToSession(SocketEndpoint? socket, HttpRequest request) =>
        socket?.Session is { } session && !string.IsNullOrEmpty(request.Query[session]);

    private bool ShowsOwnBearer(OwnBearer? own, HttpRequest request) =>
        own is not null && !authenticator.BelievesCallers && PresentedCredential.Bearer(request) is { } bearer && own.IsOne(bearer);

    // Only where an issuer's keys have to be fetched first.
    private async Task AwaitAsync(ValueTask<Authentication> asked, SocketEndpoint? socket, HttpContext context)
    {
        Note(await asked, socket, context);
        await next(context);
    }

    private void Note(Authentication answer, SocketEndpoint? socket, HttpContext context)
    {
        if (answer.Caller is { } caller)
        {
            context.Features.Set(caller);
        }
        else if (answer.Fault == AuthenticationFault.Missing && socket?.Session is not null)
        {
            context.Features.Set(Caller.Nobody);
        }
        else
        {
            LogRefused(answer.Fault!.Reason, context.Request.Method, context.Request.Path.Value, context.Connection.RemoteIpAddress);
            context.Features.Set(answer.Fault);
        }
    }
}
