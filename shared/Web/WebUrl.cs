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

    private static readonly SearchValues<char> SchemeCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    /// <summary>Scheme and host, as <c>https://example.com</c>: what a robots.txt is for.</summary>
    public string Origin => Value[..^PathAndQuery.Length];

    /// <summary>Everything after scheme and host: the path, at least <c>/</c>, and the query with its <c>?</c>.</summary>
    public ReadOnlySpan<char> PathAndQuery => Value.AsSpan(Value.IndexOf('/', Value.IndexOf(':', StringComparison.Ordinal) + 3));

    /// <summary>Normalises an absolute URL. False for anything that is not http(s), has credentials, is longer than <see cref="MaxLength"/>, or is no URL.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out WebUrl? url)
    {
        url = null;
        return text is not null && TryParseClean(Clean(text), out url);
    }

    /// <summary>Resolves a reference found on a page and normalises it. False as in <see cref="TryParse"/>.</summary>
    public static bool TryResolve(Uri baseUri, [NotNullWhen(true)] string? reference, [NotNullWhen(true)] out WebUrl? url)
    {
        ArgumentNullException.ThrowIfNull(baseUri);
        url = null;
        if (reference is null)
            return false;
        reference = Clean(reference);
        if (reference is ['/', '/', ..])
            return TryParseClean($"{baseUri.Scheme}:{reference}", out url);
        return SchemeOf(reference) is "" or "http" or "https" && Uri.TryCreate(baseUri, reference, out var uri) && TryFrom(uri, out url);
    }

    // .NET is asked about http alone: about file servers with invisible characters it throws, where it should say no.
    private static bool TryParseClean(string text, [NotNullWhen(true)] out WebUrl? url)
    {
        url = null;
        return SchemeOf(text) is "http" or "https" && Uri.TryCreate(text, UriKind.Absolute, out var uri) && TryFrom(uri, out url);
    }

    // Empty when there is none.
    private static string SchemeOf(string text)
    {
        var length = text.AsSpan().IndexOfAnyExcept(SchemeCharacters);
        return length > 0 && text[length] == ':' && char.IsAsciiLetter(text[0]) ? text[..length].ToLowerInvariant() : "";
    }

    // As browsers do: a backslash is a slash up to the query.
    private static string Clean(string text)
    {
        text = text.Trim();
        if (text.AsSpan().ContainsAny(TabsAndNewlines))
            text = string.Concat(text.Where(c => c is not ('\t' or '\r' or '\n')));
        if (!text.Contains('\\', StringComparison.Ordinal))
            return text;
        var end = text.AsSpan().IndexOfAny('?', '#');
        return end < 0 ? text.Replace('\\', '/') : string.Concat(text[..end].Replace('\\', '/'), text.AsSpan(end));
    }

    private static bool TryFrom(Uri uri, [NotNullWhen(true)] out WebUrl? url)
    {
        url = null;
        if (uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0)
            return false;
        if (UrlHost.Of(uri) is not { } name)
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
