using System.Globalization;
using AngleSharp.Dom;

namespace Trawl.Crawler.Extraction;

/// <summary>Lists, and definition lists as lists of terms with their definitions below.</summary>
internal sealed partial class DocumentWalk
{
    private void List(IElement list, bool numbered)
    {
        var number = int.TryParse(list.GetAttribute("start"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var start) && start > 0 ? start : 1;
        BeginList();
        var children = list.ChildNodes;
        for (var i = 0; i < children.Length; i++)
        {
            if (children[i] is not IElement child)
                continue;
            if (child.LocalName == "li")
            {
                Item(child, numbered && writer.Mode == LineMode.Flow ? $"{number++}. " : "- ");
            }
            else
            {
                // Lists directly within lists: wrong, and everywhere.
                Element(child);
            }
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

    private void Item(IElement item, string mark)
    {
        if (skipFrame && item.Attributes.Length > 0 && Boilerplate.Is(item, insideMain))
        {
            LinksOnly(item);
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

    private void DefinitionList(IElement list)
    {
        BeginList();
        Definitions(list);
        EndList();
    }

    private void Definitions(IElement list)
    {
        var children = list.ChildNodes;
        for (var i = 0; i < children.Length; i++)
        {
            if (children[i] is not IElement child)
                continue;
            switch (child.LocalName)
            {
                case "dt":
                    Item(child, "- ");
                    break;
                case "dd":
                    Definition(child);
                    break;
                case "div":
                    Definitions(child);
                    break;
                default:
                    Element(child);
                    break;
            }
        }
    }

    private void Definition(IElement definition)
    {
        var outer = writer.Prefix;
        // Set before the break, so that the blank line belongs to the item.
        writer.Prefix = outer + "  ";
        writer.Break(StartsWithList(definition) ? 1 : 2);
        Children(definition);
        writer.Prefix = outer;
        writer.Break(1);
    }

    private static bool StartsWithList(IElement element)
    {
        var children = element.ChildNodes;
        for (var i = 0; i < children.Length; i++)
        {
            if (children[i] is IText text && string.IsNullOrWhiteSpace(text.Data))
                continue;
            return children[i] is IElement { LocalName: "dl" or "ul" or "ol" };
        }

        return false;
    }

    private static readonly string[] Indents = ["", " ", "  ", "   ", "    ", "     ", "      "];
}
