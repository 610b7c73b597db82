using System.Globalization;
using Trawl.Crawler.Extraction.Html;

namespace Trawl.Crawler.Extraction.Markdown;

/// <summary>Tables of data as pipe tables; tables that only place things are read through.</summary>
internal sealed partial class DocumentWalk
{
    private const int MaxColumns = 60;

    /// <summary>A cell with more letters than this in a table of a row or two is a column of the page.</summary>
    private const int MuchText = 400;

    private void Table(HtmlNode table)
    {
        if (writer.Mode != LineMode.Flow)
        {
            ReadThrough(table);
            return;
        }

        var rows = new List<HtmlNode>();
        HtmlNode? caption = null;
        CollectRows(table, rows, ref caption);
        if (rows.Count == 0 || IsLayout(table, rows))
        {
            ReadThrough(table);
            return;
        }

        writer.Break(2);
        if (caption is not null)
            Block(caption);
        var columns = 1;
        foreach (var row in rows)
            columns = Math.Max(columns, WidthOf(row));
        var carried = new int[columns];
        var hasHeader = IsHeader(rows[0]);
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

    private static void CollectRows(HtmlNode parent, List<HtmlNode> rows, ref HtmlNode? caption)
    {
        for (var child = parent.First; child is not null; child = child.Next)
        {
            if (child.Tag == HtmlTag.Tr && FirstCell(child) is not null)
                rows.Add(child);
            else if (child.Tag is HtmlTag.THead or HtmlTag.TBody or HtmlTag.TFoot)
                CollectRows(child, rows, ref caption);
            else if (child.Tag == HtmlTag.Caption)
                caption = child;
        }
    }

    private static HtmlNode? FirstCell(HtmlNode row) => CellFrom(row.First);

    private static HtmlNode? NextCell(HtmlNode cell) => CellFrom(cell.Next);

    private static HtmlNode? CellFrom(HtmlNode? node)
    {
        while (node is not null and not { Tag: HtmlTag.Td or HtmlTag.Th })
            node = node.Next;
        return node;
    }

    private static bool IsHeader(HtmlNode row)
    {
        if (row.Parent is { Tag: HtmlTag.THead })
            return true;
        for (var cell = FirstCell(row); cell is not null; cell = NextCell(cell))
        {
            if (cell.Tag != HtmlTag.Th)
                return false;
        }

        return true;
    }

    private static int WidthOf(HtmlNode row)
    {
        var width = 0;
        for (var cell = FirstCell(row); cell is not null && width < MaxColumns; cell = NextCell(cell))
            width += Span(cell, HtmlAttribute.ColSpan);
        return Math.Min(width, MaxColumns);
    }

    private static int Span(HtmlNode cell, HtmlAttribute attribute) =>
        int.TryParse(cell[attribute], NumberStyles.None, CultureInfo.InvariantCulture, out var span) ? Math.Clamp(span, 1, MaxColumns) : 1;

    private static bool IsLayout(HtmlNode table, List<HtmlNode> rows)
    {
        if (table[HtmlAttribute.Role] is "presentation" or "none" || (table.Holds & (Holds.Table | Holds.Heading)) != 0)
            return true;
        // How highlighters put line numbers beside the code.
        if ((table.Holds & Holds.Preformatted) != 0 && IsOfHighlighter(table[HtmlAttribute.Class]))
            return true;
        var first = FirstCell(rows[0])!;
        if (rows.Count == 1 && ((rows[0].Holds & Holds.Preformatted) != 0 || NextCell(first) is null))
            return true;
        return rows.Count <= 2 && first.Tag == HtmlTag.Td && rows.Exists(HasMuchText);
    }

    private static bool IsOfHighlighter(ReadOnlySpan<char> classes) =>
        classes.Contains("highlight", StringComparison.Ordinal) || classes.Contains("rouge", StringComparison.Ordinal) || classes.Contains("lntable", StringComparison.Ordinal);

    private static bool HasMuchText(HtmlNode row)
    {
        for (var cell = FirstCell(row); cell is not null; cell = NextCell(cell))
        {
            if (cell.TextLength > MuchText)
                return true;
        }

        return false;
    }

    private void ReadThrough(HtmlNode node)
    {
        for (var child = node.First; child is not null; child = child.Next)
        {
            if (child.Tag is HtmlTag.THead or HtmlTag.TBody or HtmlTag.TFoot or HtmlTag.Tr)
                ReadThrough(child);
            else if (!child.IsText)
                Element(child);
        }
    }

    private void Row(HtmlNode row, int[] carried)
    {
        writer.Break(1);
        writer.Raw("|");
        var column = 0;
        for (var cell = FirstCell(row); cell is not null; cell = NextCell(cell))
        {
            column = CarriedCells(carried, column);
            if (column >= carried.Length)
                break;
            Cell(cell);
            var (width, height) = (Span(cell, HtmlAttribute.ColSpan), Span(cell, HtmlAttribute.RowSpan));
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

    private void Cell(HtmlNode cell)
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
