using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Trawl.Web;

/// <summary>
/// A normalised http(s) URL: the one place that decides when two URLs are the same page. Scheme and host are in lower case
/// and punycode, the default port and a host's trailing dot are gone, dot segments are resolved, unreserved characters are
/// decoded and all others percent-encoded in upper case, the fragment and an empty <c>?</c> are dropped. A query of parameters is
/// sorted by their names, with each said once, and without those that only tell visitors apart (sessions, advertisements).
/// What may well make a difference to a server is kept: a trailing slash, the case of the path, the order of parameters of one
/// name. Pages that turn out to be the same are recognised by their canonical link and their content, not by guessing here.
/// </summary>
/// <param name="Value">Absolute, without fragment and credentials.</param>
/// <param name="Host">Host, and port when it is not the scheme's own: what politeness is counted by.</param>
public sealed record WebUrl(string Value, string Host)
{
    /// <summary>Longer ones are refused: no page needs them, traps make them, and each travels through the whole pipeline.</summary>
    public const int MaxLength = 4096;

    // Browsers drop these wherever they stand in a URL.
    private static readonly SearchValues<char> TabsAndNewlines = SearchValues.Create("\t\r\n");

    /// <summary>Everything after scheme and host: the path, at least <c>/</c>, and the query with its <c>?</c>.</summary>
    public ReadOnlySpan<char> PathAndQuery => Value.AsSpan(Value.IndexOf('/', Value.IndexOf(':', StringComparison.Ordinal) + 3));

    /// <summary>Normalises an absolute URL. False for anything that is not http(s), has credentials, is longer than <see cref="MaxLength"/>, or is no URL.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out WebUrl? url)
    {
        url = null;
        return text is not null && Uri.TryCreate(Clean(text), UriKind.Absolute, out var uri) && TryFrom(uri, out url);
    }

    /// <summary>Resolves a reference found on a page and normalises it. False as in <see cref="TryParse"/>.</summary>
    public static bool TryResolve(Uri baseUri, [NotNullWhen(true)] string? reference, [NotNullWhen(true)] out WebUrl? url)
    {
        url = null;
        return reference is not null && Uri.TryCreate(baseUri, Clean(reference), out var uri) && TryFrom(uri, out url);
    }

    private static string Clean(string text)
    {
        text = text.Trim();
        return text.AsSpan().ContainsAny(TabsAndNewlines)
            ? string.Concat(text.Where(c => c is not ('\t' or '\r' or '\n')))
            : text;
    }

    private static bool TryFrom(Uri uri, [NotNullWhen(true)] out WebUrl? url)
    {
        url = null;
        if (uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0)
            return false;
        var name = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost.ToLowerInvariant().TrimEnd('.');
        if (name.Length == 0)
            return false;
        var host = uri.IsDefaultPort ? name : $"{name}:{uri.Port}";
        var pathAndQuery = PercentEncoding.Normalise(uri.PathAndQuery);
        if (pathAndQuery.Length > MaxLength)
            return false;
        pathAndQuery = VisitorParameters.StripFromPath(pathAndQuery);
        // Dots that stood encoded beside a lone percent sign, or before a session, come out as a dot segment only now, and would be
        // resolved on the way out.
        if (pathAndQuery.Contains("/.", StringComparison.Ordinal))
            pathAndQuery = PercentEncoding.Normalise(new Uri($"{uri.Scheme}://{host}{pathAndQuery}").PathAndQuery);
        var value = $"{uri.Scheme}://{host}{pathAndQuery}";
        if (value.Length > MaxLength)
            return false;
        value = UrlQuery.Normalise(value);
        url = new WebUrl(value, host);
        return true;
    }
}
