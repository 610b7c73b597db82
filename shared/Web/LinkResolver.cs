using System.Buffers;

namespace Trawl.Web;

/// <summary>
/// Resolves the references of one page. Gives what <see cref="WebUrl.TryResolve"/> gives, without a <see cref="Uri"/> for the
/// plain relative and absolute paths that nearly all links are.
/// </summary>
public sealed class LinkResolver
{
    // Characters that normalisation leaves as they are, and no '.', '%', ':' or ';' that would need a closer look.
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~/.?=&+,");

    private readonly Uri baseUri;
    private readonly string host;
    private readonly string origin;
    private readonly string folder;

    /// <summary>Resolves against a page's URL or its <c>&lt;base&gt;</c>.</summary>
    /// <param name="baseUrl">The base.</param>
    public LinkResolver(WebUrl baseUrl)
    {
        ArgumentNullException.ThrowIfNull(baseUrl);
        baseUri = new Uri(baseUrl.Value);
        host = baseUrl.Host;
        var path = baseUrl.PathAndQuery;
        origin = baseUrl.Origin;
        var query = path.IndexOf('?');
        if (query >= 0)
            path = path[..query];
        folder = string.Concat(origin, path[..(path.LastIndexOf('/') + 1)]);
    }

    /// <summary>The page that a reference leads to; null when it is none that can be fetched.</summary>
    /// <param name="reference">As written in the page.</param>
    public WebUrl? Resolve(string reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var path = reference.AsSpan().Trim();
        var fragment = path.IndexOf('#');
        if (fragment >= 0)
            path = path[..fragment];
        if (!IsSimple(path))
            return WebUrl.TryResolve(baseUri, reference, out var url) ? url : null;
        var value = string.Concat(path[0] == '/' ? origin : folder, path);
        return value.Length <= WebUrl.MaxLength ? new WebUrl(UrlQuery.Normalise(value), host) : null;
    }

    // A path without dot segments or double slash at its start: joined to the base it is normalised but for its query.
    private static bool IsSimple(ReadOnlySpan<char> path) =>
        path.Length > 0
        && path[0] is not ('?' or '.')
        && !(path[0] == '/' && path.Length > 1 && path[1] is '/')
        && path.IndexOfAnyExcept(Plain) < 0
        && path.IndexOf("/.", StringComparison.Ordinal) < 0;
}
