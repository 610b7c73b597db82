namespace Trawl.ServiceDefaults.Events;

/// <summary>Takes an <see cref="EventBatch"/>'s message apart.</summary>
internal static class EventLines
{
    /// <summary>Calls the handler with each event; returns how many there were.</summary>
    public static int ForEach(ReadOnlyMemory<byte> body, Action<ReadOnlyMemory<byte>> handler)
    {
        for (var count = 1; ; count++)
        {
            var end = body.Span.IndexOf(EventBatch.Separator);
            if (end < 0)
            {
                handler(body);
                return count;
            }

            handler(body[..end]);
            body = body[(end + 1)..];
        }
    }
}
