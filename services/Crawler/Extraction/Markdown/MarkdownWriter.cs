using System.Buffers;

namespace Trawl.Crawler.Extraction.Markdown;

/// <summary>
/// Writes Markdown front to back. Line breaks, spaces, list markers and opening marks are held back until text follows, so
/// that an element without text leaves nothing behind.
/// </summary>
internal sealed partial class MarkdownWriter
{
    private static readonly SearchValues<char> Special = SearchValues.Create(" \t\n\r\f\u00a0\\`*_[]<|#>+-");

    private readonly TextBuffer output = new();
    private readonly List<string> openers = [];
    private string marker = "";
    private string markerPrefix = "";
    private string blankPrefix = "";
    private int breaks;
    private bool space;
    private bool lineStart = true;
    private bool separate;
    private int unitStart;

    /// <summary>What each new line begins with: the indentation of lists and the marks of quotes.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>How block boundaries come out.</summary>
    public LineMode Mode { get; private set; }

    /// <summary>Within a link's text brackets are escaped.</summary>
    public bool InLink { get; set; }

    public int Length => output.Length;

    public void Clear()
    {
        output.Clear();
        openers.Clear();
        (marker, markerPrefix, blankPrefix, Prefix) = ("", "", "", "");
        (breaks, unitStart, Mode) = (0, 0, LineMode.Flow);
        (space, lineStart, separate, InLink) = (false, true, false, false);
    }

    /// <summary>The next text begins a new line (1) or a new paragraph (2).</summary>
    public void Break(int lines)
    {
        space = false;
        if (Mode != LineMode.Flow)
        {
            separate = output.Length > unitStart;
            return;
        }

        if (marker.Length > 0 || output.Length == 0)
            return;
        blankPrefix = breaks == 0 || Prefix.Length < blankPrefix.Length ? Prefix : blankPrefix;
        breaks = Math.Max(breaks, lines);
    }

    /// <summary>The next text follows this list or heading mark. Answers what <see cref="Unmark"/> wants.</summary>
    public string Mark(string text)
    {
        var before = marker;
        if (marker.Length == 0)
            markerPrefix = Prefix;
        marker += text;
        return before;
    }

    /// <summary>Takes a mark back if no text followed it.</summary>
    public void Unmark(string before)
    {
        if (marker.Length > before.Length)
            marker = before;
    }

    public bool HasPendingMark => marker.Length > 0;

    public void Open(string mark) => openers.Add(mark);

    /// <summary>Writes the closing mark, or takes the opening one back if no text followed it. True when it wrote.</summary>
    public bool Close(string mark)
    {
        if (openers.Count > 0)
        {
            openers.RemoveAt(openers.Count - 1);
            return false;
        }

        output.Append(mark);
        return true;
    }

    /// <summary>Closes a link: <c>](target)</c>.</summary>
    public void CloseLink(string url, ReadOnlySpan<char> fragment)
    {
        if (!Close("]("))
            return;
        // Parentheses end a bare target; neither angle brackets nor spaces occur in a normalised URL.
        var wrap = url.AsSpan().ContainsAny('(', ')') || fragment.ContainsAny('(', ')');
        if (wrap)
            output.Append('<');
        output.Append(url);
        output.Append(fragment);
        if (wrap)
            output.Append('>');
        output.Append(')');
    }

    /// <summary>Text of the page: white space collapses, what Markdown would take for a mark is escaped.</summary>
    public void Text(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var run = text.IndexOfAny(Special);
            if (run != 0)
            {
                var plain = run < 0 ? text : text[..run];
                AppendPlain(plain);
                text = text[plain.Length..];
                continue;
            }

            if (text[0] is ' ' or '\t' or '\n' or '\r' or '\f' or '\u00a0')
                space = true;
            else
                AppendSpecial(text);
            text = text[1..];
        }
    }

    private void AppendPlain(ReadOnlySpan<char> plain)
    {
        Flush();
        // "1." alone at the start of a line would begin a numbered list.
        var isNumber = lineStart && Mode == LineMode.Flow && plain.Length is > 1 and < 11 && (plain[^1] is '.' or ')')
            && !plain[..^1].ContainsAnyExceptInRange('0', '9');
        if (isNumber)
        {
            output.Append(plain[..^1]);
            output.Append('\\');
            output.Append(plain[^1]);
        }
        else
            output.Append(plain);
        lineStart = false;
    }

    private void AppendSpecial(ReadOnlySpan<char> text)
    {
        Flush();
        if (NeedsEscape(text))
            output.Append('\\');
        output.Append(text[0]);
        lineStart = false;
    }

    private bool NeedsEscape(ReadOnlySpan<char> text)
    {
        var next = text.Length > 1 ? text[1] : ' ';
        var previous = output.Length > 0 ? output[^1] : ' ';
        return text[0] switch
        {
            '\\' => char.IsPunctuation(next) || char.IsSymbol(next),
            '`' => true,
            '*' => !char.IsWhiteSpace(next) || !char.IsWhiteSpace(previous),
            '_' => !char.IsLetterOrDigit(next) || !char.IsLetterOrDigit(previous),
            '[' => InLink,
            ']' => InLink || next is '(' or '[' or ':',
            '<' => char.IsAsciiLetter(next) || next is '/' or '!' or '?',
            '|' => Mode == LineMode.Cell,
            '#' or '>' or '+' or '-' => lineStart && Mode == LineMode.Flow && (text[0] == '>' || next is ' ' or '\n' or '#' or '-'),
            _ => false,
        };
    }

    /// <summary>The whole text, without white space at its ends.</summary>
    public override string ToString()
    {
        return output.Written.TrimStart('\n').TrimEnd().ToString();
    }

    private void Flush()
    {
        if (separate)
        {
            output.Append(Mode == LineMode.Cell ? "<br>" : " ");
            (separate, space) = (false, false);
        }

        if (breaks > 0)
            FlushBreaks();
        else if (output.Length == 0)
            output.Append(marker.Length > 0 ? markerPrefix : Prefix);
        if (marker.Length > 0)
        {
            output.Append(marker);
            (marker, lineStart, space) = ("", true, false);
        }

        if (space && !lineStart && output.Length > unitStart)
            output.Append(' ');
        space = false;
        if (openers.Count == 0)
            return;
        foreach (var opener in openers)
            output.Append(opener);
        openers.Clear();
        lineStart = false;
    }

    private void FlushBreaks()
    {
        output.Append('\n');
        if (breaks > 1)
        {
            var blank = blankPrefix.Length < Prefix.Length ? blankPrefix : Prefix;
            output.Append(blank.AsSpan().TrimEnd());
            output.Append('\n');
        }

        output.Append(marker.Length > 0 ? markerPrefix : Prefix);
        (breaks, lineStart, space) = (0, true, false);
    }
}
