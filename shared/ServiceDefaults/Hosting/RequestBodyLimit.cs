using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Trawl.ServiceDefaults.Errors;

namespace Trawl.ServiceDefaults.Hosting;

/// <summary>
/// Answers a body that is announced as too large. The server would do it too, but closes the connection while the client is
/// still sending, and most clients then report a broken connection and never the 413. So what was sent is read away first.
/// </summary>
internal sealed class RequestBodyLimit(RequestDelegate next)
{
    /// <summary>What a request may hold unless its endpoint says otherwise: far above any job, far below a burden.</summary>
    public const long Bytes = 1024 * 1024;

    /// <summary>Above this nobody is owed a readable answer.</summary>
    private const long ReadAway = 64 * Bytes;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public Task InvokeAsync(HttpContext context)
    {
        var feature = context.Features.Get<IHttpMaxRequestBodySizeFeature>();
        return feature?.MaxRequestBodySize is { } limit && context.Request.ContentLength > limit && !feature.IsReadOnly
            ? RefuseAsync(context, feature)
            : next(context);
    }

    private static async Task RefuseAsync(HttpContext context, IHttpMaxRequestBodySizeFeature feature)
    {
        // A client that waits for "100 Continue" has not sent anything yet.
        if (context.Request.ContentLength <= ReadAway && context.Request.Headers.Expect.Count == 0)
        {
            feature.MaxRequestBodySize = ReadAway;
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
            deadline.CancelAfter(Patience);
            try
            {
                await context.Request.Body.CopyToAsync(Stream.Null, deadline.Token);
            }
            catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
            {
                // Too slow: the answer goes out all the same, and the connection with it.
                context.Response.Headers.Connection = "close";
            }
        }

        await ProblemResponse.WriteAsync(context, StatusCodes.Status413PayloadTooLarge);
    }
}
