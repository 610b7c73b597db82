using System.Text.RegularExpressions;

namespace Trawl.TestSupport;

/// <summary>PostgreSQL's manual, a real site of more than a thousand pages, and the truth about it: read from its files, not by our crawler.</summary>
public static partial class Manual
{
    /// <summary>Where Debian's package <c>postgresql-doc-15</c> puts it.</summary>
    public static string Folder { get; } = FindFolder();

    /// <summary>Every HTML file that links lead to from <c>index.html</c>.</summary>
    public static string[] ReachablePages()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { "index.html" };
        var open = new Queue<string>(seen);
        while (open.TryDequeue(out var page))
        {
            foreach (Match link in Href().Matches(File.ReadAllText(Path.Combine(Folder, page))))
            {
                var target = link.Groups[1].Value.Split('#')[0];
                if (target.EndsWith(".html", StringComparison.Ordinal) && !target.Contains(':') && File.Exists(Path.Combine(Folder, target)) && seen.Add(target))
                    open.Enqueue(target);
            }
        }

        return [.. seen.Order(StringComparer.Ordinal)];
    }

    private static string FindFolder()
    {
        var folders = Directory.GetDirectories("/usr/share/doc", "postgresql-doc-*").Select(folder => Path.Combine(folder, "html")).Where(Directory.Exists);
        return folders.Order(StringComparer.Ordinal).LastOrDefault()
            ?? throw new DirectoryNotFoundException("PostgreSQL's manual is missing: 'make test' installs it, or install the package postgresql-doc.");
    }

    [GeneratedRegex("<a[^>]+href=\"([^\"]+)\"", RegexOptions.IgnoreCase)]
    private static partial Regex Href();
}
