using System.Collections.Frozen;

namespace Trawl.Web;

/// <summary>Parameters that say who is visiting, or which advertisement brought them: the page is the same without.</summary>
internal static class VisitorParameters
{
    private static readonly FrozenSet<string> Names = new[]
    {
        "_ga", "_gl", "_hsenc", "_hsmi", "_openstat", "__hsfp", "__hssc", "__hstc", "dclid", "fbclid", "gad_source", "gbraid", "gclid", "gclsrc",
        "hsctatracking", "igsh", "igshid", "li_fat_id", "mc_cid", "mc_eid", "mkt_tok", "msclkid", "oly_anon_id", "oly_enc_id", "srsltid", "ttclid", "twclid",
        "vero_conv", "vero_id", "wbraid", "yclid", "ysclid",
        "asp.net_sessionid", "cftoken", "jsessionid", "oscsid", "phpsessid", "session_id", "sessionid", "zenid",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Names.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a parameter is one of them, in any case of letters.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="piece">All of it: name, equals sign, value.</param>
    public static bool Has(ReadOnlySpan<char> name, ReadOnlySpan<char> piece) => name.Length switch
    {
        < 3 => false,
        // Boards put sessions into it, and news sites the numbers of their stories.
        3 when Is(name, "sid") => piece[4..].ContainsAnyExcept(UrlDates.Digits),
        _ => StartsWith(name, "utm_") || StartsWith(name, "aspsessionid") || Lookup.Contains(name),
    };

    /// <summary>Without the <c>;jsessionid=…</c> that Java servers write into the path.</summary>
    /// <param name="pathAndQuery">A path, and a query that stays as it is.</param>
    public static string StripFromPath(string pathAndQuery)
    {
        const string Session = ";jsessionid=";
        for (var from = 0; (from = pathAndQuery.IndexOf(Session, from, StringComparison.OrdinalIgnoreCase)) >= 0;)
        {
            if (pathAndQuery.AsSpan(0, from).Contains('?'))
                break;
            var length = pathAndQuery.AsSpan(from + 1).IndexOfAny('/', '?', ';');
            pathAndQuery = length < 0 ? pathAndQuery[..from] : pathAndQuery.Remove(from, length + 1);
        }

        return pathAndQuery;
    }

    private static bool Is(ReadOnlySpan<char> text, string wanted) => text.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    private static bool StartsWith(ReadOnlySpan<char> text, string start) => text.StartsWith(start, StringComparison.OrdinalIgnoreCase);
}
