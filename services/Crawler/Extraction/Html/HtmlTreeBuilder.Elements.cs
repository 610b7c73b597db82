using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens.Struct;

namespace Trawl.Crawler.Extraction.Html;

/// <summary>How elements come into the tree and out of the stack.</summary>
internal sealed partial class HtmlTreeBuilder
{
    private void Add(ref StructHtmlToken token, HtmlTag tag, HtmlNode parent)
    {
        var node = tree.Create(tag, tag is HtmlTag.Custom or HtmlTag.Unknown ? token.Name.Memory : default);
        TakeAttributes(ref token, node);
        if (parent == Current && parent.Is(TagTraits.TablePart) && IsOutOfTable(tag))
            Foster(node);
        else
            parent.Append(node);
        Announce(node);
        if (node.Is(TagTraits.Void))
            return;
        Push(node);
        ReadRaw(tag);
    }

    private static bool IsOutOfTable(HtmlTag tag) => tag is not (HtmlTag.TBody or HtmlTag.THead or HtmlTag.TFoot or HtmlTag.Tr or HtmlTag.Td or HtmlTag.Th
        or HtmlTag.Caption or HtmlTag.Col or HtmlTag.ColGroup or HtmlTag.Script or HtmlTag.Style or HtmlTag.Template or HtmlTag.Form);

    private void ReadRaw(HtmlTag tag)
    {
        Tokenizer.SkipRawText = tag != HtmlTag.Xmp;
        switch (tag)
        {
            case HtmlTag.Title or HtmlTag.TextArea:
                Tokenizer.State = HtmlParseMode.RCData;
                break;
            case HtmlTag.Style or HtmlTag.Xmp or HtmlTag.IFrame or HtmlTag.NoEmbed:
                Tokenizer.State = HtmlParseMode.Rawtext;
                break;
            case HtmlTag.NoScript when open[depth - 1].Parent == tree.Head:
                // What stands there for browsers without scripts is no part of the head, and would end it.
                Tokenizer.State = HtmlParseMode.Rawtext;
                break;
            case HtmlTag.Script:
                Tokenizer.State = HtmlParseMode.Script;
                break;
            case HtmlTag.PlainText:
                Tokenizer.State = HtmlParseMode.Plaintext;
                break;
        }
    }

    private void TakeAttributes(ref StructHtmlToken token, HtmlNode node)
    {
        var attributes = token.Attributes;
        var (first, count, bits) = (0, 0, 0u);
        for (var i = 0; i < attributes.Count; i++)
        {
            var attribute = attributes[i];
            if (!HtmlAttributes.TryGet(attribute.Name.Memory.Span, out var name) || (bits & (1u << (int)name)) != 0)
                continue;
            var index = tree.Add(name, attribute.Value.Memory);
            first = count++ == 0 ? index : first;
            bits |= 1u << (int)name;
        }

        node.SetAttributes(first, count, bits);
    }

    private static void Announce(HtmlNode node)
    {
        var what = node.Tag switch
        {
            HtmlTag.H1 => Holds.Title | Holds.Heading | Holds.Block,
            >= HtmlTag.H2 and <= HtmlTag.H6 => Holds.Heading | Holds.Block,
            HtmlTag.Table => Holds.Table | Holds.Block,
            HtmlTag.Pre or HtmlTag.Listing or HtmlTag.Xmp or HtmlTag.PlainText => Holds.Preformatted | Holds.Block,
            HtmlTag.P => Holds.Paragraph | Holds.Block,
            HtmlTag.Main or HtmlTag.Article => Holds.Article | Holds.Block,
            _ => node.Is(TagTraits.Block) ? Holds.Block : Holds.Nothing,
        };
        if (what != Holds.Nothing)
            node.Announce(what);
    }

    private void Push(HtmlNode node)
    {
        if (depth == MaxDepth)
        {
            // From here on everything is put side by side, and as many ends are passed over.
            tooDeep++;
            return;
        }

        open[depth++] = node;
        openByTag[(int)node.Tag]++;
        SetForeign(node.Tag);
    }

    private void Pop()
    {
        var tag = open[--depth].Tag;
        openByTag[(int)tag]--;
        SetForeign(tag);
    }

    private void SetForeign(HtmlTag changed)
    {
        if (changed is HtmlTag.Svg or HtmlTag.Math)
            Tokenizer.IsAcceptingCharacterData = InForeign;
    }

    /// <summary>Closes the open element at this place, and all in it. The root and the body stay.</summary>
    private void PopTo(int index)
    {
        tooDeep = 0;
        while (depth > Math.Max(index, 2))
            Pop();
    }

    /// <summary>What must not be between a table's cells stands before the table.</summary>
    private void Foster(HtmlNode node)
    {
        for (var i = depth - 1; i > 1; i--)
        {
            if (open[i].Tag == HtmlTag.Table)
            {
                open[i].InsertBefore(node);
                return;
            }

            if (open[i].Tag == HtmlTag.Template)
                break;
        }

        Current.Append(node);
    }
}
