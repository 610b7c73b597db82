namespace Trawl.Embedder.EmbedDocuments.Chunking;

/// <summary>
/// Cuts a stretch of lines that is too large: between blocks if that leaves a chunk at least half full, else between sentences or words
/// of a paragraph, between rows of a table; inside fenced code only if it alone is too large.
/// </summary>
/// <param name="text">The whole document.</param>
/// <param name="lines">Its lines.</param>
/// <param name="max">Quarter tokens of a chunk.</param>
internal sealed class SectionCutter(string text, List<Line> lines, int max)
{
    private readonly int overlap = max / 8;

    public void Cut(int first, int last, List<(int Start, int End)> stretches)
    {
        if (first >= last)
            return;
        var line = first;
        var start = lines[first].Start;
        var done = start;
        while (true)
        {
            var room = max;
            var reach = line;
            while (reach < last && Weight(reach, start) <= room)
                room -= Weight(reach++, start);
            if (reach == last)
            {
                stretches.Add((start, lines[last - 1].End));
                return;
            }

            var cut = FindCut(line, reach, start, room);
            if (cut > done)
            {
                stretches.Add((start, cut));
                done = cut;
                start = OverlapStart(start, cut, LineAt(line, last, cut - 1));
            }
            else
            {
                // What comes next does not fit beside the overlap: go without it.
                start = done;
            }

            line = LineAt(line, last, start);
        }
    }

    /// <summary>Where to end a chunk from <paramref name="start"/> on, when line <paramref name="reach"/> is the first that does not fit. Always beyond start.</summary>
    private int FindCut(int line, int reach, int start, int room)
    {
        var next = lines[reach];
        if (next.Kind == LineKind.Code && lines[next.Block].Start > start)
            return lines[next.Block].Start;
        if (next.Kind is LineKind.Code or LineKind.Table)
            return reach > line ? next.Start : Inside(start, next.End, room);

        for (var block = reach; block > line; block--)
        {
            if (lines[block].Block == block && lines[block].Before - lines[line].Before >= max / 2)
                return lines[block].Start;
        }

        return reach > line && room <= overlap ? next.Start : Inside(Math.Max(start, next.Start), next.End, room);
    }

    /// <summary>The last end of a sentence, or of a word, that there is room for.</summary>
    private int Inside(int from, int end, int room)
    {
        var limit = from;
        while (limit < end && (room -= TokenEstimate.Quarters(text[limit])) >= 0)
            limit++;
        if (limit < text.Length && char.IsLowSurrogate(text[limit]))
            limit--;
        if (limit <= from)
            return Math.Min(from + (char.IsHighSurrogate(text[from]) ? 2 : 1), end);

        var window = text.AsSpan(from, limit - from);
        for (var i = window.Length - 1; i > window.Length / 2; i--)
        {
            if (IsSentenceEnd(window, i))
                return from + i + 1;
        }

        var space = window.LastIndexOfAny(' ', '\t');
        return space > 0 ? from + space + 1 : limit;
    }

    /// <summary>Where the next chunk starts: up to <see cref="overlap"/> before the cut, at a sentence, row or word; never inside code.</summary>
    private int OverlapStart(int start, int cut, int line)
    {
        while (line > 0 && lines[line].Kind == LineKind.Blank)
            line--;
        if (lines[line].Kind == LineKind.Code)
            return cut;
        var from = cut;
        for (var room = overlap; from > start + 1 && (room -= TokenEstimate.Quarters(text[from - 1])) >= 0;)
            from--;

        // The first line that lies wholly in the window, with nothing but text or rows up to the cut.
        var whole = line + 1;
        while (whole > 0 && lines[whole - 1].Start >= from && lines[whole - 1].Kind != LineKind.Code)
            whole--;
        if (whole <= line)
            return lines[whole].Start;
        if (lines[line].Kind == LineKind.Table)
            return cut;

        var window = text.AsSpan(from, Math.Max(0, Math.Min(cut, lines[line].End) - from));
        for (var i = 0; i < window.Length - 1; i++)
        {
            if (IsSentenceEnd(window, i))
                return from + i + 1;
        }

        var space = window.IndexOfAny(' ', '\t');
        return space < 0 || from + space + 1 >= cut ? cut : from + space + 1;
    }

    private static bool IsSentenceEnd(ReadOnlySpan<char> window, int space) =>
        (window[space] == ' ' && space > 0 && window[space - 1] is '.' or '!' or '?' or ':' or ';') || window[space] is '。' or '！' or '？';

    private int Weight(int line, int start) => start <= lines[line].Start
        ? lines[line + 1].Before - lines[line].Before
        : TokenEstimate.Quarters(text.AsSpan(start, Math.Max(0, lines[line].End - start))) + 1;

    private int LineAt(int line, int last, int offset)
    {
        while (line + 1 < last && lines[line + 1].Start <= offset)
            line++;
        return line;
    }
}
