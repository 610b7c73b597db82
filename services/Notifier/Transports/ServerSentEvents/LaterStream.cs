using System.Globalization;

namespace Trawl.Notifier.Transports.ServerSentEvents;

/// <summary>
/// "Not now" for an EventSource. Any status but 200 makes it give up for good, where every other client comes back after a
/// 503: it gets a stream that says when to come back, and ends. Who does not say that it is one gets the 503.
/// </summary>
internal static class LaterStream
{
    public static bool IsFor(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase);

    public static async Task WriteAsync(HttpContext context, string retryAfterSeconds)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        await context.Response.Body.WriteAsync(EventStreamFormat.Retry(TimeSpan.FromSeconds(int.Parse(retryAfterSeconds, CultureInfo.InvariantCulture))));
    }
}
