using AngleSharp.Html.Parser.Tokens.Struct;

namespace Trawl.Crawler.Extraction.Html;

/// <summary>Places with rules of their own: head and body, tables, drawings and formulas.</summary>
internal sealed partial class HtmlTreeBuilder
{
    private void StartRoot(ref StructHtmlToken token, HtmlTag tag)
    {
        var node = tag switch
        {
            HtmlTag.Html => tree.Html,
            HtmlTag.Head => tree.Head,
            _ => tree.Body,
        };
        if (tag == HtmlTag.Body)
            inHead = false;
        // A second one adds to the first; that it had none yet is near enough.
        if (!node.HasAttributes)
            TakeAttributes(ref token, node);
    }

    private bool StartInHead(ref StructHtmlToken token, HtmlTag tag)
    {
        switch (tag)
        {
            case HtmlTag.Meta or HtmlTag.Link or HtmlTag.Base or HtmlTag.Title or HtmlTag.Style or HtmlTag.Script or HtmlTag.Template or HtmlTag.BaseFont or HtmlTag.BgSound:
                Add(ref token, tag, tree.Head);
                return true;
            case HtmlTag.NoScript when !headClosed:
                Add(ref token, tag, tree.Head);
                return true;
            default:
                return false;
        }
    }

    // Within a drawing only what cannot be part of one is heeded: it ends the drawing, which somebody forgot to close.
    private bool StartForeign(ref StructHtmlToken token, HtmlTag tag)
    {
        if (HtmlTags.Has(tag, TagTraits.EndsForeign))
        {
            for (var i = depth - 1; i > 1; i--)
            {
                if (open[i].Tag is HtmlTag.Svg or HtmlTag.Math)
                {
                    PopTo(i);
                    return InForeign && StartForeign(ref token, tag);
                }

                // HTML within a drawing: there it may be.
                if (open[i].Tag == HtmlTag.Unknown && open[i].Data.Span is "foreignobject" or "annotation-xml" or "desc")
                    return false;
            }

            return false;
        }

        if (token.IsSelfClosing || HtmlTags.Has(tag, TagTraits.Void))
            return true;
        var node = tree.Create(tag is HtmlTag.Svg or HtmlTag.Math ? tag : HtmlTag.Unknown, token.Name.Memory);
        TakeAttributes(ref token, node);
        Current.Append(node);
        Push(node);
        return true;
    }

    private void StartTablePart(ref StructHtmlToken token, HtmlTag tag)
    {
        var table = IndexInTable(HtmlTag.Table);
        if (table < 0)
            return;
        switch (tag)
        {
            case HtmlTag.Td or HtmlTag.Th:
                var row = IndexInTable(HtmlTag.Tr);
                PopTo((row > table ? row : IndexOfSection(table)) + 1);
                if (row < table)
                    AddImplied(HtmlTag.Tr);
                break;
            case HtmlTag.Tr:
                PopTo(IndexOfSection(table) + 1);
                break;
            case HtmlTag.Col when Current.Tag == HtmlTag.ColGroup:
                break;
            default:
                PopTo(table + 1);
                break;
        }

        Add(ref token, tag, Current);
    }

    private void AddImplied(HtmlTag tag)
    {
        var node = tree.Create(tag, default);
        Current.Append(node);
        Push(node);
    }

    private int IndexOfSection(int table)
    {
        for (var i = depth - 1; i > table; i--)
        {
            if (open[i].Tag is HtmlTag.TBody or HtmlTag.THead or HtmlTag.TFoot)
                return i;
        }

        return table;
    }

    /// <summary>Where the innermost element of that name is open, as seen from within the innermost table; -1 for nowhere.</summary>
    private int IndexInTable(HtmlTag tag)
    {
        if (openByTag[(int)tag] == 0)
            return -1;
        for (var i = depth - 1; i > 1; i--)
        {
            if (open[i].Tag == tag)
                return i;
            if (open[i].Tag is HtmlTag.Table or HtmlTag.Template)
                return -1;
        }

        return -1;
    }
}
