namespace Trawl.Embedder.EmbedDocuments.Chunking;

internal enum LineKind : byte
{
    Blank,
    Text,
    Code,
    Table,
    Heading,
}

/// <summary>A line of Markdown: where it is, what it is, and what it and all before it weigh.</summary>
/// <param name="Start">Offset of its first character.</param>
/// <param name="End">Offset of its line break, or the end of the text.</param>
/// <param name="Before">Quarter tokens of all lines above.</param>
/// <param name="Kind">Fences belong to their code.</param>
/// <param name="Block">Index of the first line of its paragraph, table or fenced code; -1 for blank lines.</param>
/// <param name="Level">1 to 6 for headings, else 0.</param>
internal readonly record struct Line(int Start, int End, int Before, LineKind Kind, int Block, int Level);
