using System.Globalization;
using Trawl.Crawler.Extraction.Html;

namespace Trawl.Crawler.Extraction.Markdown;

/// <summary>Lists, and definition lists as lists of terms with their definitions below.</summary>
internal sealed partial class DocumentWalk
{
    private void List(HtmlNode list, bool numbered)
    {
        var number = int.TryParse(list[HtmlAttribute.Start], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var start) && start > 0 ? start : 1;
        BeginList();
        for (var child = list.First; child is not null; child = child.Next)
        {
            if (child.Tag == HtmlTag.Li)
                Item(child, numbered && writer.Mode == LineMode.Flow ? $"{number++}. " : "- ");
            else if (!child.IsText)
                // Lists directly within lists: wrong, and everywhere.
                Element(child);
        }

        EndList();
    }

    private void BeginList()
    {
        writer.Break(listDepth > 0 ? 1 : 2);
        listDepth++;
    }

    private void EndList()
    {
        listDepth--;
        writer.Break(listDepth > 0 ? 1 : 2);
    }

    private void Item(HtmlNode item, string mark)
    {
        var verdict = frame.Judge(item, insideMain, writer == workspace.Article);
        if (verdict != FrameVerdict.Content)
        {
            LeaveOut(item, verdict);
            return;
        }

        writer.Break(1);
        var outer = writer.Prefix;
        var before = writer.Mark(mark);
        writer.Prefix = outer + Indents[Math.Min(mark.Length, Indents.Length - 1)];
        Children(item);
        writer.Prefix = outer;
        writer.Unmark(before);
        writer.Break(1);
    }

    private void DefinitionList(HtmlNode list)
    {
        BeginList();
        Definitions(list);
        EndList();
    }

    private void Definitions(HtmlNode list)
    {
        for (var child = list.First; child is not null; child = child.Next)
        {
            switch (child.Tag)
            {
                case HtmlTag.Text:
                    break;
                case HtmlTag.Dt:
                    Item(child, "- ");
                    break;
                case HtmlTag.Dd:
                    Definition(child);
                    break;
                case HtmlTag.Div:
                    Definitions(child);
                    break;
                default:
                    Element(child);
                    break;
            }
        }
    }

    private void Definition(HtmlNode definition)
    {
        var outer = writer.Prefix;
        // Set before the break, so that the blank line belongs to the item.
        writer.Prefix = outer + "  ";
        writer.Break(StartsWithList(definition) ? 1 : 2);
        Children(definition);
        writer.Prefix = outer;
        writer.Break(1);
    }

    private static bool StartsWithList(HtmlNode element)
    {
        var child = element.First;
        while (child is { IsText: true } && child.Data.Span.IsWhiteSpace())
            child = child.Next;
        return child is { Tag: HtmlTag.Dl or HtmlTag.Ul or HtmlTag.Ol };
    }

    private static readonly string[] Indents = ["", " ", "  ", "   ", "    ", "     ", "      "];
}
