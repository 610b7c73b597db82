namespace Trawl.Api.Jobs.Urls;

internal static class HostName
{
    /// <summary>Host and port of a normalised URL: what stands between <c>://</c> and the path.</summary>
    public static string Of(string normalisedUrl)
    {
        var start = normalisedUrl.IndexOf("://", StringComparison.Ordinal) + 3;
        var length = normalisedUrl.AsSpan(start).IndexOfAny('/', '?');
        return length < 0 ? normalisedUrl[start..] : normalisedUrl.Substring(start, length);
    }
}
