namespace Trawl.Crawler.Extraction.Markdown;

/// <summary>Code, rules, and what must stay on one line.</summary>
internal sealed partial class MarkdownWriter
{
    /// <summary>Starts a heading or a cell: nothing in it breaks the line. Answers what <see cref="EndLine"/> wants.</summary>
    public (LineMode Mode, int UnitStart) BeginLine(LineMode mode)
    {
        var outer = (Mode, unitStart);
        (Mode, unitStart) = (mode, output.Length);
        (separate, space) = (false, false);
        return outer;
    }

    public void EndLine((LineMode Mode, int UnitStart) outer)
    {
        (Mode, unitStart) = outer;
        (separate, space) = (false, false);
    }

    /// <summary>Marks of a table: written as they are, what was held back before them.</summary>
    public void Raw(string text)
    {
        Flush();
        output.Append(text);
        lineStart = false;
    }

    /// <summary>Inline code: fenced by more backticks than it holds.</summary>
    public void Code(ReadOnlySpan<char> code)
    {
        if (code.Length > 0 && char.IsWhiteSpace(code[0]))
            space = true;
        var endsInSpace = code.Length > 0 && char.IsWhiteSpace(code[^1]);
        code = code.Trim();
        if (code.IsEmpty)
        {
            space |= endsInSpace;
            return;
        }

        Flush();
        var fence = new string('`', LongestRun(code, '`') + 1);
        var pad = code[0] == '`' || code[^1] == '`' ? " " : "";
        output.Append(fence);
        output.Append(pad);
        var inSpace = false;
        foreach (var c in code)
        {
            var isSpace = char.IsWhiteSpace(c);
            if (isSpace && inSpace)
                continue;
            inSpace = isSpace;
            if (c == '|' && Mode == LineMode.Cell)
                output.Append('\\');
            output.Append(isSpace ? ' ' : c);
        }

        output.Append(pad);
        output.Append(fence);
        (lineStart, space) = (false, endsInSpace);
    }

    /// <summary>A fenced block; in a cell or heading, its lines as inline code.</summary>
    public void CodeBlock(ReadOnlySpan<char> code, string language)
    {
        code = code.TrimEnd();
        while (code.IndexOf('\n') is >= 0 and var end && code[..end].IsWhiteSpace())
            code = code[(end + 1)..];
        if (code.IsEmpty)
            return;
        Break(2);
        if (Mode != LineMode.Flow)
        {
            foreach (var line in code.EnumerateLines())
            {
                Code(line);
                Break(1);
            }

            return;
        }

        var fence = new string('`', Math.Max(3, LongestRun(code, '`') + 1));
        Flush();
        output.Append(fence);
        output.Append(language);
        foreach (var line in code.EnumerateLines())
        {
            output.Append('\n');
            output.Append(line.IsWhiteSpace() ? Prefix.AsSpan().TrimEnd() : Prefix);
            output.Append(line.TrimEnd());
        }

        output.Append('\n');
        output.Append(Prefix);
        output.Append(fence);
        lineStart = false;
        Break(2);
    }

    /// <summary>The box of a task list's item.</summary>
    public void CheckBox(bool isChecked)
    {
        Raw(isChecked ? "[x]" : "[ ]");
        space = true;
    }

    public void Rule()
    {
        if (Mode != LineMode.Flow || output.Length == 0)
            return;
        Break(2);
        Raw("---");
        Break(2);
    }

    private static int LongestRun(ReadOnlySpan<char> text, char wanted)
    {
        var (longest, current) = (0, 0);
        foreach (var c in text)
        {
            current = c == wanted ? current + 1 : 0;
            longest = Math.Max(longest, current);
        }

        return longest;
    }
}
