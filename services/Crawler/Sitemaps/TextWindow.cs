using System.Text;

namespace Trawl.Crawler.Sitemaps;

/// <summary>Reads a text from mark to mark, holding no more of it than a window.</summary>
internal sealed class TextWindow(TextReader reader)
{
    private readonly char[] buffer = new char[16 * 1024];
    private int start;
    private int count;

    /// <summary>Whether the text goes on like this. Takes nothing.</summary>
    public bool StartsWith(string text)
    {
        while (count < text.Length && Fill())
        {
        }

        return buffer.AsSpan(start, count).StartsWith(text, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether nothing is left but white space.</summary>
    public bool IsAtEnd()
    {
        do
        {
            var blank = count - buffer.AsSpan(start, count).TrimStart().Length;
            (start, count) = (start + blank, count - blank);
        }
        while (count == 0 && Fill());

        return count == 0;
    }

    /// <summary>Takes all up to a mark, and the mark. False when it does not come: then all that is left is taken.</summary>
    /// <param name="mark">Of a few characters.</param>
    /// <param name="into">What stood before the mark is appended to it; null when it is of no use.</param>
    /// <param name="limit">No more is appended when it is as long as this.</param>
    public bool TakeThrough(string mark, StringBuilder? into, int limit)
    {
        while (true)
        {
            var window = buffer.AsSpan(start, count);
            var at = window.IndexOf(mark, StringComparison.Ordinal);
            // The mark may stand astride the window's end.
            var before = at >= 0 ? at : Math.Max(0, count - mark.Length + 1);
            Append(into, window[..before], limit);
            var taken = at >= 0 ? at + mark.Length : before;
            (start, count) = (start + taken, count - taken);
            if (at >= 0)
                return true;
            if (Fill())
                continue;
            Append(into, buffer.AsSpan(start, count), limit);
            count = 0;
            return false;
        }
    }

    private static void Append(StringBuilder? into, ReadOnlySpan<char> text, int limit) =>
        into?.Append(text[..Math.Clamp(limit - into.Length, 0, text.Length)]);

    private bool Fill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, count).CopyTo(buffer);
            start = 0;
        }

        var read = reader.Read(buffer, count, buffer.Length - count);
        count += read;
        return read > 0;
    }
}
