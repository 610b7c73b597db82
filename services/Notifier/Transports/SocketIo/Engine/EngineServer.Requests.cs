using Microsoft.AspNetCore.Http.Features;
using Trawl.Notifier.Transports.WebSockets.Framing;

namespace Trawl.Notifier.Transports.SocketIo.Engine;

internal sealed partial class EngineServer
{
    /// <summary>Every request to the path.</summary>
    public Task HandleAsync(HttpContext http)
    {
        if (HttpMethods.IsOptions(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        var query = http.Request.Query;
        var transport = query["transport"].ToString();
        if (transport is not ("polling" or "websocket"))
            return EngineError.UnknownTransport.WriteAsync(http);
        if (query["EIO"] != "4")
            return EngineError.UnsupportedVersion.WriteAsync(http);
        if (_origins?.Allows(http.Request) == false)
            return EngineError.Forbidden.WriteAsync(http);
        var sid = query["sid"].ToString();
        if (transport == "websocket")
            return AsksForWebSocket(http) ? AcceptAsync(http, sid) : EngineError.BadRequest.WriteAsync(http);
        return sid.Length == 0 ? OpenAsync(http) : ContinueAsync(http, sid);
    }

    private static bool AsksForWebSocket(HttpContext http) =>
        http.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: "websocket" }
        || (http.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } && Handshake.Accept(http.Request.Headers) is not null);

    private Task BusyAsync(HttpContext http)
    {
        http.Response.Headers.RetryAfter = _shutdown.RetryAfterSeconds;
        return EngineError.Busy.WriteAsync(http);
    }

    private Task OpenAsync(HttpContext http)
    {
        if (!HttpMethods.IsGet(http.Request.Method))
            return EngineError.BadMethod.WriteAsync(http);
        var session = _create(this, http);
        if (!TryAdd(session))
            return BusyAsync(http);
        http.Response.ContentType = "text/plain; charset=UTF-8";
        http.Response.Headers.CacheControl = "no-store";
        var open = EngineFrames.Open(session.Sid, Settings, upgradable: true);
        http.Response.ContentLength = open.Length;
        return http.Response.Body.WriteAsync(open, http.RequestAborted).AsTask();
    }

    private Task ContinueAsync(HttpContext http, string sid)
    {
        var get = HttpMethods.IsGet(http.Request.Method);
        if (!get && !HttpMethods.IsPost(http.Request.Method))
            return EngineError.BadMethod.WriteAsync(http);
        if (Find(sid) is { } session)
            return get ? session.PollAsync(http) : session.PostAsync(http);
        if (!get || !TakeExpected(sid))
            return EngineError.UnknownSession.WriteAsync(http);
        http.Response.ContentType = "text/plain; charset=UTF-8";
        return http.Response.WriteAsync("6", http.RequestAborted);
    }

    private async Task AcceptAsync(HttpContext http, string sid)
    {
        var session = sid.Length == 0 ? _create(this, http) : Find(sid);
        if (session is null || (sid.Length == 0 && !TryAdd(session)))
        {
            await (session is null ? EngineError.UnknownSession.WriteAsync(http) : BusyAsync(http));
            return;
        }

        if (await Handshake.AcceptAsync(http) is not { } pipe)
            return; // cannot be: it was asked for
        RequestMemory.Forget(http);
        var socket = new EngineSocket(http, pipe);
        await (sid.Length == 0 ? session.RunAsync(socket) : session.UpgradeAsync(socket));
    }
}
