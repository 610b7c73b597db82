using Microsoft.AspNetCore.Http.Features;

namespace Trawl.Notifier.Transports;

/// <summary>
/// A connection may last for days, and the request that opened it with it: what that request said is forgotten once it was
/// read. Some 1.5 KiB each.
/// </summary>
internal static class RequestMemory
{
    public static void Forget(HttpContext context)
    {
        var request = context.Request;
        request.Headers.Clear();
        request.Query = QueryCollection.Empty;
        request.QueryString = default;
        request.RouteValues = [];
        context.Items = new Dictionary<object, object?>();
        if (context.Features.Get<IHttpRequestFeature>() is { } feature)
            feature.RawTarget = feature.Path;
    }
}
