namespace Trawl.Crawler.Extraction.Html;

/// <summary>
/// The nodes of one page. They and their attributes are kept for the next page: a page costs no allocation. Texts are slices
/// of the parser's buffer, so a tree is good only until the parser is disposed of.
/// </summary>
internal sealed class HtmlTree
{
    // A page of more nodes than this is rare enough to let the collector have it.
    private const int MostKept = 50_000;

    private HtmlNode[] nodes = new HtmlNode[1024];
    private (HtmlAttribute Name, ReadOnlyMemory<char> Value)[] attributes = new (HtmlAttribute, ReadOnlyMemory<char>)[512];
    private int nodeCount;
    private int attributeCount;

    public HtmlNode Html { get; private set; } = null!;
    public HtmlNode Head { get; private set; } = null!;
    public HtmlNode Body { get; private set; } = null!;

    /// <summary>All nodes, parents before their children.</summary>
    public ReadOnlySpan<HtmlNode> Nodes => nodes.AsSpan(0, nodeCount);

    public ReadOnlySpan<(HtmlAttribute Name, ReadOnlyMemory<char> Value)> Attributes(int first, int count) => attributes.AsSpan(first, count);

    /// <summary>Empties it for the next page.</summary>
    public void Clear()
    {
        if (nodeCount > MostKept)
            nodes = new HtmlNode[1024];
        if (attributeCount > MostKept)
            attributes = new (HtmlAttribute, ReadOnlyMemory<char>)[512];
        (nodeCount, attributeCount) = (0, 0);
        Html = Create(HtmlTag.Html, default);
        Head = Create(HtmlTag.Head, default);
        Body = Create(HtmlTag.Body, default);
        Html.Append(Head);
        Html.Append(Body);
    }

    public HtmlNode Create(HtmlTag tag, ReadOnlyMemory<char> data)
    {
        if (nodeCount == nodes.Length)
            Array.Resize(ref nodes, nodes.Length * 2);
        var node = nodes[nodeCount++] ??= new HtmlNode(this);
        node.Become(tag, data);
        return node;
    }

    /// <summary>Adds an attribute. Those of one element follow on each other; answers where it is.</summary>
    public int Add(HtmlAttribute name, ReadOnlyMemory<char> value)
    {
        if (attributeCount == attributes.Length)
            Array.Resize(ref attributes, attributes.Length * 2);
        attributes[attributeCount] = (name, value);
        return attributeCount++;
    }

    /// <summary>Counts text and links: when the page is complete.</summary>
    public void Measure()
    {
        // Children come after their parents: backwards, each is complete when it is added to its own.
        for (var i = nodeCount - 1; i > 0; i--)
        {
            var node = nodes[i];
            if (node.IsText)
                node.TextLength = node.Data.Span.Trim().Length;
            else if (node.Is(TagTraits.Mute))
                continue;
            else if (node.Tag == HtmlTag.A && node.Has(HtmlAttribute.Href) && node[HtmlAttribute.Href] is not ['#', ..])
                (node.LinkLength, node.Links) = (node.TextLength, node.Links + 1);
            if (node.Parent is not { } parent)
                continue;
            parent.TextLength += node.TextLength;
            parent.LinkLength += node.LinkLength;
            parent.Links += node.Links;
            parent.MostProse = Math.Max(parent.MostProse, node.IsText ? 0 : node.Prose);
        }
    }
}
