using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Trawl.Notifier.Transports.WebSockets.Framing;

/// <summary>
/// The opening handshake (RFC 6455, section 4.2; RFC 8441 over HTTP/2), after which the connection's own pipe is ours: no
/// stream, no buffer and no copy between an event's bytes and the server's output.
/// </summary>
internal static class Handshake
{
    private static readonly byte[] Magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"u8.ToArray();

    /// <summary>Switches protocols. Null when the request did not ask for a WebSocket: it is then answered.</summary>
    public static async Task<IDuplexPipe?> AcceptAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true, Protocol: "websocket" } connect)
            return new StreamPipe(await connect.AcceptAsync());
        if (context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } upgrade || Accept(context.Request.Headers) is not { } accept)
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            context.Response.Headers.Upgrade = "websocket";
            context.Response.Headers.SecWebSocketVersion = "13";
            return null;
        }

        context.Response.Headers.Connection = "Upgrade";
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.SecWebSocketAccept = accept;
        var stream = await upgrade.UpgradeAsync();
        return context.Features.Get<IConnectionTransportFeature>()?.Transport ?? new StreamPipe(stream);
    }

    /// <summary>The answer to a request's key; null when the request is not a WebSocket's.</summary>
    internal static string? Accept(IHeaderDictionary headers)
    {
        var upgrade = headers.GetCommaSeparatedValues("Upgrade");
        if (!upgrade.Contains("websocket", StringComparer.OrdinalIgnoreCase) || headers.SecWebSocketVersion != "13" || headers.SecWebSocketKey.Count != 1)
            return null;
        var key = headers.SecWebSocketKey.ToString();
        Span<byte> nonce = stackalloc byte[18];
        if (key.Length != 24 || !Convert.TryFromBase64String(key, nonce, out var length) || length != 16)
            return null;
        byte[] keyed = [.. Encoding.ASCII.GetBytes(key), .. Magic];
#pragma warning disable CA5350 // what the protocol says; nothing rests on its strength
        return Convert.ToBase64String(SHA1.HashData(keyed));
#pragma warning restore CA5350
    }

    private sealed class StreamPipe(Stream stream) : IDuplexPipe
    {
        public PipeReader Input { get; } = PipeReader.Create(stream, new StreamPipeReaderOptions(useZeroByteReads: true, leaveOpen: true));
        public PipeWriter Output { get; } = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
    }
}
