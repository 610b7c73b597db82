using System.Buffers;
using System.Text;

namespace Trawl.Web;

/// <summary>One spelling for each host: lower case, punycode, addresses in their usual form, no dot at the end.</summary>
internal static class UrlHost
{
    // The longest name that the domain name system takes.
    private const int MaxLength = 253;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-._");

    /// <summary>Null when it can be no host, whatever a URL parser says.</summary>
    public static string? Of(Uri uri)
    {
        if (uri.HostNameType == UriHostNameType.IPv6)
            return uri.Host;
        if (Punycode(uri) is not { } name || name.Length is 0 or > MaxLength || name.AsSpan().ContainsAnyExcept(Allowed))
            return null;
        // Full-width digits, invisible characters or a dot at the end may have hidden an address from the parser, or an empty label.
        if (uri.HostNameType == UriHostNameType.IPv4 || (Ascii.IsValid(uri.OriginalString) && !char.IsAsciiDigit(name[name.LastIndexOf('.') + 1])))
            return name;
        return Uri.TryCreate($"http://{name}/", UriKind.Absolute, out var again) ? again.Host : null;
    }

    private static string? Punycode(Uri uri)
    {
        try
        {
            return uri.IdnHost.ToLowerInvariant().TrimEnd('.');
        }
        catch (UriFormatException)
        {
            // Invisible characters and the like. The parser lets them pass, and there is no other way to ask.
            return null;
        }
    }
}
