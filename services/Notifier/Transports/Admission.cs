using Trawl.Notifier.Connections;
using Trawl.ServiceDefaults.Errors;

namespace Trawl.Notifier.Transports;

/// <summary>Who may not come in, whatever the transport: pages of other sites, and everybody once this process is about to go.</summary>
internal sealed class Admission(OriginPolicy origins, ShutdownDrain shutdown)
{
    // It was not heard out.
    private const string Unknown = "unknown";

    /// <summary>Answers a request that is refused; false when it may go on.</summary>
    /// <param name="context">The request.</param>
    /// <param name="later">What tells its client to come back in so many seconds, where that would not understand a 503.</param>
    public async ValueTask<bool> RefusedAsync(HttpContext context, Func<HttpContext, string, Task>? later = null)
    {
        if (!origins.Allows(context.Request))
        {
            NotifierMetrics.Failed(Unknown, "forbidden_origin");
            await ProblemResponse.WriteAsync(context, StatusCodes.Status403Forbidden);
            return true;
        }

        if (!shutdown.HasBegun)
            return false;
        NotifierMetrics.Failed(Unknown, CloseReason.ServerShutdown.Text);
        if (later is not null)
        {
            await later(context, shutdown.RetryAfterSeconds);
            return true;
        }

        context.Response.Headers.RetryAfter = shutdown.RetryAfterSeconds;
        await ProblemResponse.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "server_shutdown", "This server is about to stop. Try again.");
        return true;
    }
}
