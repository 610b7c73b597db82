namespace Trawl.Notifier.Transports.SocketIo.Engine;

/// <summary>Why a request was refused, as Engine.IO's clients know it.</summary>
internal sealed record EngineError(int Code, string Message, int Status = StatusCodes.Status400BadRequest)
{
    public static readonly EngineError UnknownTransport = new(0, "Transport unknown");

    /// <summary>Makes a client start afresh, as after a restart of the server.</summary>
    public static readonly EngineError UnknownSession = new(1, "Session ID unknown");
    public static readonly EngineError BadMethod = new(2, "Bad handshake method");
    public static readonly EngineError BadRequest = new(3, "Bad request");
    public static readonly EngineError Forbidden = new(4, "Forbidden", StatusCodes.Status403Forbidden);
    public static readonly EngineError UnsupportedVersion = new(5, "Unsupported protocol version");
    public static readonly EngineError Busy = new(3, "Too many sessions, or shutting down", StatusCodes.Status503ServiceUnavailable);
    public static readonly EngineError TooLarge = new(3, "Payload too large", StatusCodes.Status413PayloadTooLarge);

    public Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(new { code = Code, message = Message }, context.RequestAborted);
    }
}
