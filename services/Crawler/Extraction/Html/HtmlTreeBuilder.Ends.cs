namespace Trawl.Crawler.Extraction.Html;

/// <summary>End tags.</summary>
internal sealed partial class HtmlTreeBuilder
{
    private void End(HtmlTag tag, ReadOnlySpan<char> name)
    {
        if (InForeign && EndForeign(tag, name))
            return;
        if (tooDeep > 0 && !HtmlTags.Has(tag, TagTraits.Void))
        {
            tooDeep--;
            return;
        }

        switch (tag)
        {
            case HtmlTag.Html or HtmlTag.Body:
                // What comes after the end is part of the page all the same.
                inHead = false;
                break;
            case HtmlTag.Head:
                headClosed = true;
                break;
            case HtmlTag.P:
                EndParagraph();
                break;
            case HtmlTag.Br:
                inHead = false;
                Current.Append(tree.Create(HtmlTag.Br, default));
                break;
            case >= HtmlTag.H1 and <= HtmlTag.H6:
                EndHeading();
                break;
            case HtmlTag.Table or HtmlTag.TBody or HtmlTag.THead or HtmlTag.TFoot or HtmlTag.Tr or HtmlTag.Td or HtmlTag.Th or HtmlTag.Caption:
                if (IndexInTable(tag) is > 1 and var part)
                    PopTo(part);
                break;
            case HtmlTag.Template:
                // Whatever is open in it, or the rest of the page would never be seen.
                if (openByTag[(int)HtmlTag.Template] > 0)
                    PopTo(Array.FindLastIndex(open, depth - 1, depth, static node => node.Tag == HtmlTag.Template));
                break;
            case HtmlTag.Form:
                if (Current.Tag == HtmlTag.Form)
                    Pop();
                break;
            case HtmlTag.Unknown or HtmlTag.Custom:
                EndNamed(tag, name);
                break;
            default:
                if (HtmlTags.Has(tag, TagTraits.Special))
                    EndBlock(tag);
                else
                    EndInline(tag);
                break;
        }
    }

    // In a drawing any name may end what has it; beyond it the usual rules hold.
    private bool EndForeign(HtmlTag tag, ReadOnlySpan<char> name)
    {
        for (var i = depth - 1; i > 1; i--)
        {
            if (open[i].Tag == tag || (open[i].Tag == HtmlTag.Unknown && open[i].Data.Span.SequenceEqual(name)))
            {
                PopTo(i);
                return true;
            }

            if (open[i].Tag != HtmlTag.Unknown)
                return false;
        }

        return false;
    }

    private void EndHeading()
    {
        for (var i = depth - 1; i > 1 && !open[i].Is(TagTraits.Scope); i--)
        {
            if (open[i].Tag is >= HtmlTag.H1 and <= HtmlTag.H6)
            {
                PopTo(i);
                return;
            }
        }
    }

    private void EndBlock(HtmlTag tag)
    {
        if (tag == HtmlTag.Li)
            EndNearest(tag, TagTraits.Scope, HtmlTag.Ul, HtmlTag.Ol);
        else
            EndNearest(tag, TagTraits.Scope);
    }

    // Closed only where no block would be torn apart.
    private void EndInline(HtmlTag tag) => EndNearest(tag, TagTraits.Special);

    /// <summary>Closes the innermost open element of this name, unless one that its end does not reach over is between.</summary>
    private void EndNearest(HtmlTag tag, TagTraits barrier, params ReadOnlySpan<HtmlTag> barriers)
    {
        if (openByTag[(int)tag] == 0)
            return;
        for (var i = depth - 1; i > 1; i--)
        {
            if (open[i].Tag == tag)
            {
                PopTo(i);
                return;
            }

            if (open[i].Is(barrier) || barriers.Contains(open[i].Tag))
                return;
        }
    }

    private void EndNamed(HtmlTag tag, ReadOnlySpan<char> name)
    {
        if (openByTag[(int)tag] == 0)
            return;
        for (var i = depth - 1; i > 1; i--)
        {
            if (open[i].Tag == tag && open[i].Data.Span.SequenceEqual(name))
            {
                PopTo(i);
                return;
            }

            if (open[i].Is(TagTraits.Special))
                return;
        }
    }
}
