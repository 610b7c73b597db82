using Trawl.Web;

namespace Trawl.Crawler.Extraction;

/// <summary>The <c>Link</c> header (RFC 8288), as far as it names a page's canonical address.</summary>
internal static class LinkHeader
{
    /// <summary>The first that is a URL; null when there is none.</summary>
    /// <param name="headers">One header an entry: <c>&lt;/page&gt;; rel="canonical", &lt;…&gt;; rel=next</c>.</param>
    /// <param name="url">The page's own.</param>
    public static WebUrl? Canonical(IReadOnlyList<string> headers, WebUrl url)
    {
        for (var i = 0; i < headers.Count; i++)
        {
            for (var rest = headers[i].AsSpan(); Next(ref rest, out var target, out var parameters);)
            {
                if (IsCanonical(parameters) && WebUrl.TryResolve(new Uri(url.Value), target.ToString(), out var canonical))
                    return canonical;
            }
        }

        return null;
    }

    // A target may hold commas and semicolons: only outside its angle brackets, and outside quotes, do they separate.
    private static bool Next(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> target, out ReadOnlySpan<char> parameters)
    {
        target = parameters = default;
        var open = rest.IndexOf('<');
        var close = open < 0 ? -1 : rest[open..].IndexOf('>');
        if (close < 0)
            return false;
        target = rest.Slice(open + 1, close - 1).Trim();
        rest = rest[(open + close + 1)..];
        var end = 0;
        for (var quoted = false; end < rest.Length && (quoted || rest[end] != ','); end++)
            quoted ^= rest[end] == '"';
        parameters = rest[..end];
        rest = rest[Math.Min(end + 1, rest.Length)..];
        return true;
    }

    private static bool IsCanonical(ReadOnlySpan<char> parameters)
    {
        foreach (var range in parameters.Split(';'))
        {
            var parameter = parameters[range].Trim();
            var equals = parameter.IndexOf('=');
            if (equals > 0 && parameter[..equals].TrimEnd().Equals("rel", StringComparison.OrdinalIgnoreCase))
                return Words.Has(parameter[(equals + 1)..].Trim(" \""), "canonical");
        }

        return false;
    }
}
