using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Trawl.Notifier.Connections;
using Trawl.ServiceDefaults.Callers;
using Trawl.ServiceDefaults.Errors;

namespace Trawl.Notifier.Transports.ServerSentEvents;

/// <summary><c>GET /events?channel=…</c>. Everything that can be refused is refused before the stream begins, by status: a browser retries a stream that broke off, and gives up one that was refused.</summary>
internal sealed class EventStreamEndpoint(NotifierCore core, Admission admission)
{
    private const string RetryAfterSeconds = "2";

    public async Task HandleAsync(HttpContext context)
    {
        if (await admission.RefusedAsync(context, LaterStream.IsFor(context.Request) ? LaterStream.WriteAsync : null))
            return;
        if (EventStreamRequest.Read(context.Request, out var fault) is not { } request)
        {
            await ProblemResponse.WriteAsync(context, StatusCodes.Status400BadRequest, "invalid_request", fault);
            return;
        }

        var connection = new EventStreamConnection(context, request, context.GetCaller(), core);
        try
        {
            if (!core.Connections.TryAdd(connection))
                await RefuseAsync(context, connection, ClientError.RateLimited($"At most {core.Options.MaxConnectionsPerUser} connections."));
            else if (await connection.SubscribeAsync() is { } error)
                await RefuseAsync(context, connection, error);
            else if (connection.HasSeenAll)
                context.Response.StatusCode = StatusCodes.Status204NoContent;
            else
                await StreamAsync(context, connection, core.Options);
        }
        finally
        {
            await connection.EndAsync();
        }
    }

    private static Task RefuseAsync(HttpContext context, EventStreamConnection connection, ClientError error)
    {
        connection.CountFailure(error.Code);
        var status = error.Code switch
        {
            "not_found" => StatusCodes.Status404NotFound,
            "rate_limited" => StatusCodes.Status429TooManyRequests,
            "unavailable" => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status400BadRequest,
        };
        if (status == StatusCodes.Status503ServiceUnavailable && LaterStream.IsFor(context.Request))
            return LaterStream.WriteAsync(context, RetryAfterSeconds);
        if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return ProblemResponse.WriteAsync(context, status, error.Code, error.Message);
    }

    private static async Task StreamAsync(HttpContext context, EventStreamConnection connection, NotifierOptions options)
    {
        // Who does not read is the outbox's and the sweep's business: Kestrel would cut it off at five seconds.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
        DropDeadPeersAfter(options.SilenceTimeout, context);
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering(); // compression, too
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        await context.Response.StartAsync();
        await connection.RunAsync();
    }

    // Such a client never says a word. That the comments sent to it are received, only its kernel can say.
    private static void DropDeadPeersAfter(TimeSpan silence, HttpContext context)
    {
        const int Tcp = 6, UserTimeout = 18; // IPPROTO_TCP, TCP_USER_TIMEOUT
        if (!OperatingSystem.IsLinux() || context.Features.Get<IConnectionSocketFeature>()?.Socket is not { ProtocolType: ProtocolType.Tcp } socket)
            return;
        try
        {
            socket.SetRawSocketOption(Tcp, UserTimeout, BitConverter.GetBytes((int)silence.TotalMilliseconds));
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // The client is gone already, as the request's own token is about to say.
        }
    }
}
