namespace Trawl.Embedder.EmbedDocuments.Chunking;

/// <summary>One pass over a Markdown text: its lines, with just enough of the syntax known to cut it well.</summary>
internal ref struct LineScanner(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> text = text;
    private char fence;
    private int fenceLength;

    /// <summary>All lines, and one empty line past the end, so that the weight of any range is a difference of two.</summary>
    public static List<Line> Scan(string text)
    {
        var lines = new List<Line>(text.Length / 40 + 2);
        new LineScanner(text).Scan(lines);
        return lines;
    }

    private void Scan(List<Line> lines)
    {
        var before = 0;
        var block = -1;
        var kindAbove = LineKind.Blank;
        for (var start = 0; start < text.Length;)
        {
            var length = text[start..].IndexOf('\n');
            var end = length < 0 ? text.Length : start + length;
            var line = text[start..end];
            var opened = fence;
            var kind = Classify(line, out var level);
            var continues = kind == kindAbove && (kind != LineKind.Code || opened != '\0') && kind != LineKind.Heading;
            if (!continues)
                block = kind == LineKind.Blank ? -1 : lines.Count;
            lines.Add(new Line(start, end, before, kind, block, level));
            before += TokenEstimate.Quarters(line) + 1;
            kindAbove = kind;
            start = end + 1;
        }

        lines.Add(new Line(text.Length, text.Length, before, LineKind.Blank, -1, 0));
    }

    private LineKind Classify(ReadOnlySpan<char> line, out int level)
    {
        level = 0;
        var trimmed = line.TrimStart();
        var marks = trimmed.Length == 0 ? 0 : Run(trimmed, trimmed[0]);
        if (fence != '\0')
        {
            if (marks >= fenceLength && trimmed[0] == fence && trimmed[marks..].IsWhiteSpace())
                fence = '\0';
            return LineKind.Code;
        }

        if (trimmed.Length == 0)
            return LineKind.Blank;
        if (trimmed[0] is '`' or '~' && marks >= 3)
        {
            // ```one line``` is code inside a paragraph, not a fence.
            if (trimmed[0] == '`' && trimmed[marks..].Contains('`'))
                return LineKind.Text;
            (fence, fenceLength) = (trimmed[0], marks);
            return LineKind.Code;
        }

        if (trimmed[0] == '#' && marks <= 6 && line.Length - trimmed.Length <= 3 && (marks == trimmed.Length || char.IsWhiteSpace(trimmed[marks])))
        {
            level = marks;
            return LineKind.Heading;
        }

        return trimmed[0] == '|' ? LineKind.Table : LineKind.Text;
    }

    private static int Run(ReadOnlySpan<char> text, char mark)
    {
        var other = text.IndexOfAnyExcept(mark);
        return other < 0 ? text.Length : other;
    }
}
