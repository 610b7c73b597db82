using System.Text;

namespace Trawl.Notifier.Transports.ServerSentEvents;

/// <summary>The lines of <c>text/event-stream</c>.</summary>
internal static class EventStreamFormat
{
    /// <summary>What keeps the line open and is no event.</summary>
    public static readonly byte[] Comment = ":\n\n"u8.ToArray();

    /// <summary>One event. Without an id (null) it does not move the client's position.</summary>
    public static byte[] Event(string? id, string type, ReadOnlySpan<byte> json)
    {
        byte[] lines = [.. IdLine(id), .. "event: "u8, .. OneLine(Encoding.UTF8.GetBytes(type)), .. "\ndata: "u8, .. OneLine(json.ToArray()), .. "\n\n"u8];
        return lines;
    }

    /// <summary>The line that names the client's position; nothing for null.</summary>
    public static byte[] IdLine(string? id) => id is null ? [] : Encoding.ASCII.GetBytes($"id: {id}\n");

    /// <summary>How long the line of a single position is.</summary>
    public static int IdLineLength(long position)
    {
        var digits = 1;
        for (; position >= 10; position /= 10)
            digits++;
        return "id: \n".Length + digits;
    }

    /// <summary>When the client is to come back after the stream has ended.</summary>
    public static byte[] Retry(TimeSpan after) => Encoding.ASCII.GetBytes($"retry: {(long)after.TotalMilliseconds}\n\n");

    // In JSON a line's end can only stand between tokens, where a space does as well.
    private static byte[] OneLine(byte[] text)
    {
        var rest = text.AsSpan();
        while (rest.IndexOfAny((byte)'\n', (byte)'\r') is var end and >= 0)
        {
            rest[end] = (byte)' ';
            rest = rest[(end + 1)..];
        }

        return text;
    }
}
