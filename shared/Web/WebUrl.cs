using System.Diagnostics.CodeAnalysis;

namespace Trawl.Web;

/// <summary>A normalised http(s) URL: the one place that decides when two URLs are the same page.</summary>
/// <param name="Value">Absolute, without fragment and credentials, host in lower case and punycode, no default port.</param>
/// <param name="Host">Host, and port when it is not the scheme's own: what politeness is counted by.</param>
public sealed record WebUrl(string Value, string Host)
{
    /// <summary>Normalises an absolute URL. False for anything that is not http(s), has credentials, or is no URL.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out WebUrl? url)
    {
        url = null;
        return Uri.TryCreate(text?.Trim(), UriKind.Absolute, out var uri) && TryFrom(uri, out url);
    }

    /// <summary>Resolves a reference found on a page and normalises it. False as in <see cref="TryParse"/>.</summary>
    public static bool TryResolve(Uri baseUri, [NotNullWhen(true)] string? reference, [NotNullWhen(true)] out WebUrl? url)
    {
        url = null;
        return reference is not null && Uri.TryCreate(baseUri, reference.Trim(), out var uri) && TryFrom(uri, out url);
    }

    private static bool TryFrom(Uri uri, [NotNullWhen(true)] out WebUrl? url)
    {
        url = null;
        if (uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0 || uri.IdnHost.Length == 0)
            return false;
        var host = uri.IsDefaultPort ? uri.IdnHost.ToLowerInvariant() : $"{uri.IdnHost.ToLowerInvariant()}:{uri.Port}";
        url = new WebUrl($"{uri.Scheme}://{host}{uri.PathAndQuery}", host);
        return true;
    }
}
