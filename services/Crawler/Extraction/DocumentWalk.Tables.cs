using System.Globalization;
using AngleSharp.Dom;

namespace Trawl.Crawler.Extraction;

/// <summary>Tables of data as pipe tables; tables that only place things are read through.</summary>
internal sealed partial class DocumentWalk
{
    private const int MaxColumns = 60;

    private void Table(IElement table)
    {
        var rows = new List<IElement>();
        IElement? caption = null;
        CollectRows(table, rows, ref caption);
        if (rows.Count == 0 || writer.Mode != LineMode.Flow || IsLayout(table, rows))
        {
            ReadThrough(table);
            return;
        }

        writer.Break(2);
        if (caption is not null)
            Block(caption);
        var columns = Math.Min(MaxColumns, rows.Max(WidthOf));
        var hasHeader = rows[0].ParentElement?.LocalName == "thead" || Cells(rows[0]).All(cell => cell.LocalName == "th");
        var carried = new int[columns];
        if (!hasHeader)
        {
            EmptyRow(columns);
            Delimiter(columns);
        }

        for (var i = 0; i < rows.Count; i++)
        {
            Row(rows[i], carried);
            if (i == 0 && hasHeader)
                Delimiter(columns);
        }

        writer.Break(2);
    }

    private static void CollectRows(IElement parent, List<IElement> rows, ref IElement? caption)
    {
        var children = parent.ChildNodes;
        for (var i = 0; i < children.Length; i++)
        {
            if (children[i] is not IElement child)
                continue;
            if (child.LocalName == "tr" && Cells(child).Any())
                rows.Add(child);
            else if (child.LocalName is "thead" or "tbody" or "tfoot")
                CollectRows(child, rows, ref caption);
            else if (child.LocalName == "caption")
                caption = child;
        }
    }

    private static IEnumerable<IElement> Cells(IElement row) => row.ChildNodes.OfType<IElement>().Where(cell => cell.LocalName is "td" or "th");

    private static int WidthOf(IElement row) => Cells(row).Sum(cell => Span(cell, "colspan"));

    private static int Span(IElement cell, string attribute) =>
        int.TryParse(cell.GetAttribute(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var span) ? Math.Clamp(span, 1, MaxColumns) : 1;

    private static bool IsLayout(IElement table, List<IElement> rows) =>
        table.GetAttribute("role") is "presentation" or "none"
        || (rows.Count == 1 && Contains(rows[0], static name => name == "pre"))
        || (rows.Count == 1 && Cells(rows[0]).Count() == 1)
        || rows.Exists(row => Contains(row, static name => name is "table" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6"));

    private void ReadThrough(INode node)
    {
        var children = node.ChildNodes;
        for (var i = 0; i < children.Length; i++)
        {
            if (children[i] is not IElement child)
                continue;
            if (child.LocalName is "thead" or "tbody" or "tfoot" or "tr")
                ReadThrough(child);
            else
                Element(child);
        }
    }

    private void Row(IElement row, int[] carried)
    {
        writer.Break(1);
        writer.Raw("|");
        var column = 0;
        foreach (var cell in Cells(row))
        {
            column = CarriedCells(carried, column);
            if (column >= carried.Length)
                break;
            Cell(cell);
            var (width, height) = (Span(cell, "colspan"), Span(cell, "rowspan"));
            for (var i = 0; i < width && column < carried.Length; i++, column++)
            {
                if (i > 0)
                    writer.Raw("  |");
                carried[column] = height - 1;
            }
        }

        while (column < carried.Length)
        {
            column = CarriedCells(carried, column);
            if (column++ < carried.Length)
                writer.Raw("  |");
        }
    }

    // Columns that a cell of an earlier row reaches down into.
    private int CarriedCells(int[] carried, int column)
    {
        for (; column < carried.Length && carried[column] > 0; column++)
        {
            carried[column]--;
            writer.Raw("  |");
        }

        return column;
    }

    private void Cell(IElement cell)
    {
        writer.Raw(" ");
        var outer = writer.BeginLine(LineMode.Cell);
        Children(cell);
        writer.EndLine(outer);
        writer.Raw(" |");
    }

    private void EmptyRow(int columns)
    {
        writer.Break(1);
        writer.Raw("|");
        for (var i = 0; i < columns; i++)
            writer.Raw("  |");
    }

    private void Delimiter(int columns)
    {
        writer.Break(1);
        writer.Raw("|");
        for (var i = 0; i < columns; i++)
            writer.Raw(" --- |");
    }
}
