namespace Trawl.Api.Results.Pages;

internal static class Columns
{
    /// <summary>One value of each page, as a parameter of a set-based statement.</summary>
    public static T[] Of<T>(List<OpenPage> pages, Func<OpenPage, T> value)
    {
        var column = new T[pages.Count];
        for (var i = 0; i < column.Length; i++)
            column[i] = value(pages[i]);
        return column;
    }
}
