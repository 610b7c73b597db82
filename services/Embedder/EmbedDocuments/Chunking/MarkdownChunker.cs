namespace Trawl.Embedder.EmbedDocuments.Chunking;

/// <summary>
/// Cuts Markdown where its author did: at headings, then at paragraphs, and by size only where that is not enough. Each chunk is one
/// stretch of the text as it stands.
/// </summary>
internal static class MarkdownChunker
{
    /// <summary>What embedding models of the usual kind take without cutting off: 512 tokens.</summary>
    public const int MaxTokens = 512;

    /// <summary>Sections smaller than this say too little to be found alone.</summary>
    public const int MinTokens = 128;

    private const int Max = MaxTokens * TokenEstimate.QuartersPerToken;
    private const int Min = MinTokens * TokenEstimate.QuartersPerToken;

    public static List<Passage> Split(string markdown)
    {
        var passages = new List<Passage>();
        var lines = LineScanner.Scan(markdown);
        var sections = Section.Of(lines);
        var cutter = new SectionCutter(markdown, lines, Max);
        var stretches = new List<(int Start, int End)>();
        for (var first = 0; first < sections.Count;)
        {
            // A heading right above another says all it says in that one's path.
            if (sections[first].IsEmpty && (!sections[first].HasHeading || IsRightAboveAnother(sections, first)))
            {
                first++;
                continue;
            }

            var end = WithSmallNeighbours(lines, sections, first);
            var common = CommonHeading(sections, first, end);
            var heading = Path(markdown, lines, sections, common);
            var firstLine = common == first ? sections[first].Body : sections[WithSkippedHeadings(sections, first, common)].First;
            stretches.Clear();
            cutter.Cut(firstLine, sections[end - 1].End, stretches);
            foreach (var (start, stop) in stretches)
                Add(passages, heading, markdown, start, stop);
            first = end;
        }

        return passages;
    }

    private static bool IsRightAboveAnother(List<Section> sections, int section) =>
        sections[section].IsEmpty && section + 1 < sections.Count && sections[section + 1].Parent == section;

    /// <summary>Headings skipped as part of the path that the common heading then left out: they go into the text.</summary>
    private static int WithSkippedHeadings(List<Section> sections, int first, int common)
    {
        while (first - 1 > common && IsRightAboveAnother(sections, first - 1) && sections[first - 1].HasHeading)
            first--;
        return first;
    }

    private static int WithSmallNeighbours(List<Line> lines, List<Section> sections, int first)
    {
        var end = first + 1;
        while (end < sections.Count
            && Weight(lines, sections, first, end) < Min
            && Weight(lines, sections, end, end + 1) < Min)
        {
            end++;
        }

        // Never end with a heading that belongs to what follows.
        while (end - 1 > first && IsRightAboveAnother(sections, end - 1))
            end--;
        return end;
    }

    private static int Weight(List<Line> lines, List<Section> sections, int first, int end) =>
        lines[sections[end - 1].End].Before - lines[sections[first].First].Before;

    /// <summary>The innermost section whose heading is above all of them, -1 for none. One section's is its own, if it has text below.</summary>
    private static int CommonHeading(List<Section> sections, int first, int end)
    {
        var common = sections[first].IsEmpty ? sections[first].Parent : first;
        for (var next = first + 1; next < end; next++)
        {
            var other = next;
            while (common != other)
            {
                if (other < 0 || (common >= 0 && sections[common].Depth >= sections[other].Depth))
                    common = sections[common].Parent;
                else
                    other = sections[other].Parent;
            }
        }

        return common;
    }

    private static string Path(string markdown, List<Line> lines, List<Section> sections, int section)
    {
        if (section < 0 || !sections[section].HasHeading)
            return "";
        var line = lines[sections[section].First];
        var name = markdown.AsSpan(line.Start, line.End - line.Start).Trim();
        name = name.TrimStart('#').Trim();
        var closing = name.TrimEnd('#');
        if (closing.Length < name.Length && (closing.Length == 0 || char.IsWhiteSpace(closing[^1])))
            name = closing.TrimEnd();
        var above = Path(markdown, lines, sections, sections[section].Parent);
        return above.Length == 0 ? name.ToString() : name.Length == 0 ? above : string.Concat(above, " › ", name);
    }

    private static void Add(List<Passage> passages, string heading, string markdown, int start, int stop)
    {
        while (stop > start && char.IsWhiteSpace(markdown[stop - 1]))
            stop--;
        while (start < stop && (markdown[start] is '\r' or '\n'))
            start++;
        if (start == stop)
            return;
        var text = markdown[start..stop];
        passages.Add(new Passage(heading, text, TokenEstimate.Tokens(text), start));
    }
}
