namespace Trawl.Embedder.EmbedDocuments.Chunking;

/// <summary>A heading with what stands below it up to the next heading; the first has no heading.</summary>
/// <param name="First">Index of its heading's line; of its first line where it has no heading.</param>
/// <param name="Body">Index of the first line below the heading.</param>
/// <param name="End">Index of the line after its last.</param>
/// <param name="Parent">Index of the section whose heading is above it; -1 at the top.</param>
/// <param name="Depth">How many headings are above it.</param>
/// <param name="IsEmpty">Nothing but blank lines below the heading.</param>
internal readonly record struct Section(int First, int Body, int End, int Parent, int Depth, bool IsEmpty)
{
    public bool HasHeading => Body > First;

    public static List<Section> Of(List<Line> lines)
    {
        var sections = new List<Section>();
        var last = lines.Count - 1;
        for (var first = 0; first < last;)
        {
            var level = lines[first].Level;
            var body = level > 0 ? first + 1 : first;
            var end = body;
            var empty = true;
            for (; end < last && lines[end].Kind != LineKind.Heading; end++)
                empty &= lines[end].Kind == LineKind.Blank;

            // Above it is the nearest earlier heading of a higher rank: the previous section, or one of those above that.
            var parent = sections.Count - 1;
            while (parent >= 0 && (lines[sections[parent].First].Level == 0 || lines[sections[parent].First].Level >= level))
                parent = sections[parent].Parent;
            sections.Add(new Section(first, body, end, parent, parent < 0 ? 0 : sections[parent].Depth + 1, empty));
            first = end;
        }

        return sections;
    }
}
