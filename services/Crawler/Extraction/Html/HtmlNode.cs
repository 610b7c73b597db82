namespace Trawl.Crawler.Extraction.Html;

/// <summary>An element or a text of an <see cref="HtmlTree"/>. Kept and filled anew from page to page: nobody may hold one longer.</summary>
internal sealed class HtmlNode(HtmlTree tree)
{
    private int firstAttribute;
    private int attributeCount;
    private uint attributeBits;

    public HtmlTag Tag { get; private set; }
    public HtmlNode? Parent { get; private set; }
    public HtmlNode? First { get; private set; }
    public HtmlNode? Last { get; private set; }
    public HtmlNode? Next { get; private set; }
    public HtmlNode? Previous { get; private set; }

    /// <summary>The characters of a text; the name of an element that is custom or unknown.</summary>
    public ReadOnlyMemory<char> Data { get; private set; }

    public Holds Holds { get; private set; }

    /// <summary>Characters of text below it that a reader sees. Known once the page is read, as the others are.</summary>
    public int TextLength { get; set; }

    /// <summary>How many of them are in links.</summary>
    public int LinkLength { get; set; }

    /// <summary>Links below it, itself included.</summary>
    public int Links { get; set; }

    /// <summary>Of its children, the one with most text outside links: how much that is.</summary>
    public int MostProse { get; set; }

    /// <summary>Characters of text that are not in links.</summary>
    public int Prose => TextLength - LinkLength;

    public bool IsText => Tag == HtmlTag.Text;

    public bool HasAttributes => attributeBits != 0;

    public bool Is(TagTraits traits) => HtmlTags.Has(Tag, traits);

    public bool Has(HtmlAttribute name) => (attributeBits & (1u << (int)name)) != 0;

    /// <summary>An attribute's value; empty when it has none.</summary>
    public ReadOnlySpan<char> this[HtmlAttribute name]
    {
        get
        {
            if (!Has(name))
                return [];
            foreach (var (key, value) in tree.Attributes(firstAttribute, attributeCount))
            {
                if (key == name)
                    return value.Span;
            }

            return [];
        }
    }

    /// <summary>Empties it for a new use.</summary>
    public void Become(HtmlTag tag, ReadOnlyMemory<char> data)
    {
        (Tag, Data, Holds) = (tag, data, Holds.Nothing);
        Parent = First = Last = Next = Previous = null;
        (firstAttribute, attributeCount, attributeBits) = (0, 0, 0);
        (TextLength, LinkLength, Links, MostProse) = (0, 0, 0, 0);
    }

    /// <summary>Gives it attributes that the tree has: each name once.</summary>
    public void SetAttributes(int first, int count, uint bits) => (firstAttribute, attributeCount, attributeBits) = (first, count, bits);

    public void Append(HtmlNode child)
    {
        (child.Parent, child.Previous) = (this, Last);
        if (Last is null)
            First = child;
        else
            Last.Next = child;
        Last = child;
    }

    /// <summary>Puts a node before this one.</summary>
    public void InsertBefore(HtmlNode sibling)
    {
        (sibling.Parent, sibling.Previous, sibling.Next) = (Parent, Previous, this);
        if (Previous is not null)
            Previous.Next = sibling;
        else if (Parent is not null)
            Parent.First = sibling;
        Previous = sibling;
    }

    /// <summary>Tells all above that this is below them.</summary>
    public void Announce(Holds what)
    {
        // Whoever knows it already has told those above.
        for (var above = Parent; above is not null && (above.Holds & what) != what; above = above.Parent)
            above.Holds |= what;
    }
}
