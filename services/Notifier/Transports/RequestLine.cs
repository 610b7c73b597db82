namespace Trawl.Notifier.Transports;

/// <summary>The line on which a request came.</summary>
internal static class RequestLine
{
    /// <summary>Cuts it. Who asks for that is mostly a timer, where nobody could catch what a request throws that has ended by itself this moment.</summary>
    public static void Cut(HttpContext context)
    {
        try
        {
            context.Abort();
        }
        catch (ObjectDisposedException)
        {
            // There is nothing left to cut.
        }
    }
}
