namespace Trawl.Web;

/// <summary>Which URLs belong to a crawl. Immutable; ask it from any thread.</summary>
public sealed class UrlScope
{
    private enum Kind
    {
        Host,
        Domain,
        Prefix,
        List,
    }

    private readonly Kind kind;
    private readonly HashSet<string> roots = [];
    private readonly HashSet<string> places = [];
    private readonly List<(string Host, string Folder)> folders = [];
    private readonly UrlGlob[] include;
    private readonly UrlGlob[] exclude;

    /// <summary>
    /// A scope. The scheme never matters: a site that moved to https is still that site. A root is in scope whatever the globs say.
    /// </summary>
    /// <param name="kind">
    /// <c>host</c>: the roots' hosts, ports included. <c>domain</c>: their <see cref="RegistrableDomain"/>s, same port. <c>prefix</c>: the
    /// roots' hosts below the roots' folders (of <c>/docs/intro.html</c>: <c>/docs/</c>; of <c>/docs</c>, which has no extension: itself
    /// and <c>/docs/</c>). <c>list</c>: the roots alone. In any case of letters.
    /// </param>
    /// <param name="roots">The URLs the crawl starts from. What is no URL is passed over.</param>
    /// <param name="include">Globs over path and query, one of which must match; none for everything.</param>
    /// <param name="exclude">Globs over path and query, none of which may match.</param>
    /// <exception cref="ArgumentException">There is no such kind.</exception>
    public UrlScope(string kind, IReadOnlyList<string> roots, IReadOnlyList<string> include, IReadOnlyList<string> exclude)
    {
        ArgumentNullException.ThrowIfNull(roots);
        if (!Enum.TryParse(kind, ignoreCase: true, out this.kind) || !Enum.IsDefined(this.kind))
            throw new ArgumentException($"There is no scope '{kind}'.", nameof(kind));
        this.include = [.. include.Select(glob => new UrlGlob(glob))];
        this.exclude = [.. exclude.Select(glob => new UrlGlob(glob))];
        foreach (var text in roots)
        {
            if (!WebUrl.TryParse(text, out var root))
                continue;
            this.roots.Add(WithoutScheme(root).ToString());
            places.Add(this.kind == Kind.Domain ? RegistrableDomain.Of(root.Host) : root.Host);
            folders.Add((root.Host, FolderOf(root)));
        }
    }

    /// <summary>Whether the crawl may take this URL.</summary>
    public bool Contains(WebUrl url)
    {
        ArgumentNullException.ThrowIfNull(url);
        var inPlace = kind switch
        {
            Kind.Host => places.Contains(url.Host),
            Kind.Domain => places.Contains(url.Host) || places.Contains(RegistrableDomain.Of(url.Host)),
            Kind.Prefix => IsBelowRoot(url),
            _ => false,
        };
        return (inPlace && PassesGlobs(url)) || roots.GetAlternateLookup<ReadOnlySpan<char>>().Contains(WithoutScheme(url));
    }

    private bool PassesGlobs(WebUrl url)
    {
        if (include.Length == 0 && exclude.Length == 0)
            return true;
        var path = url.PathAndQuery;
        foreach (var glob in exclude)
        {
            if (glob.IsMatch(path))
                return false;
        }

        foreach (var glob in include)
        {
            if (glob.IsMatch(path))
                return true;
        }

        return include.Length == 0;
    }

    private bool IsBelowRoot(WebUrl url)
    {
        foreach (var (host, folder) in folders)
        {
            if (host == url.Host && url.PathAndQuery.StartsWith(folder, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static string FolderOf(WebUrl root)
    {
        var path = root.PathAndQuery;
        var query = path.IndexOf('?');
        if (query >= 0)
            path = path[..query];
        var slash = path.LastIndexOf('/');
        return path[(slash + 1)..].Contains('.') || slash == path.Length - 1 ? path[..(slash + 1)].ToString() : $"{path}/";
    }

    private static ReadOnlySpan<char> WithoutScheme(WebUrl url) => url.Value.AsSpan(url.Value.IndexOf(':', StringComparison.Ordinal) + 3);
}
