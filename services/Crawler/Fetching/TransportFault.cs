using System.Net.Sockets;
using System.Security.Authentication;
using Trawl.Contracts.Crawling;
using Trawl.Web.Connecting;

namespace Trawl.Crawler.Fetching;

/// <summary>What the exceptions of a broken fetch mean for the page.</summary>
internal static class TransportFault
{
    /// <summary>The failure to report; null when the exception is no fault of the network, and so one of ours.</summary>
    public static FetchFailure? Of(Exception exception)
    {
        // What the connect callback threw is somewhere inside.
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case AddressRefusedException:
                    return new FetchFailure(PageFailureReason.UrlNotAllowed, inner.Message);
                case TimeoutException:
                    return new FetchFailure(PageFailureReason.Timeout, inner.Message, Retryable: true);
                case SocketException socket when IsUnreachable(socket.SocketErrorCode):
                    return new FetchFailure(PageFailureReason.HostUnreachable, $"The host cannot be reached: {socket.Message}.", Retryable: true);
            }
        }

        return exception switch
        {
            // A handshake that was refused is refused again; one that was cut off is a connection that broke.
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: AuthenticationException } =>
                new FetchFailure(PageFailureReason.ConnectionFailed, "The server's certificate or TLS was refused."),
            HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
                new FetchFailure(PageFailureReason.ConnectionFailed, "The answer's headers are larger than allowed."),
            HttpRequestException or IOException or SocketException =>
                new FetchFailure(PageFailureReason.ConnectionFailed, "The connection broke or the answer was no HTTP.", Retryable: true),
            // The decompressors' words for garbage; Brotli has its own.
            InvalidDataException or InvalidOperationException { Source: "System.IO.Compression.Brotli" } => new FetchFailure(PageFailureReason.Unreadable, "The body is not compressed the way its header says."),
            UriFormatException => new FetchFailure(PageFailureReason.UrlNotAllowed, "The URL cannot be requested."),
            _ => null,
        };
    }

    private static bool IsUnreachable(SocketError error) => error
        is SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery or SocketError.ConnectionRefused
        or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown or SocketError.AddressNotAvailable
        or SocketError.AccessDenied or SocketError.TimedOut;
}
