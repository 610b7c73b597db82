using Trawl.Api.Database;
using Trawl.Web;

namespace Trawl.Api.Jobs.Submit;

/// <summary>What a submitted crawl must keep to, as far as that can be told by looking at it.</summary>
internal static class SubmitRules
{
    public const int MaxUrls = 1000;
    public const int MaxUrlLength = 2048;
    public const int MaxTitleLength = 300;
    public const int MaxMaxPages = 1_000_000;
    public const int MaxMaxDepth = 100;
    public const int MaxConcurrency = 64;
    public const int MaxDelayMs = 600_000;
    public const int MaxGlobs = 100;
    public const int MaxGlobLength = 500;
    public const int MaxModels = 8;
    public const int MaxTags = 20;
    public const int MaxTagLength = 64;

    /// <summary>A whole body: as <see cref="CheckPart"/>, and it must say where to begin.</summary>
    public static IReadOnlyList<(string Field, WebUrl Url)> Check(SubmitRequest request, IReadOnlySet<string> models, Faults faults)
    {
        if (request.Url is null && request.Urls is null or [])
            faults.Add(request.Urls is null ? "url" : "urls", "Give a url, or urls.");
        return CheckPart(request, models, faults);
    }

    /// <summary>Names all faults of the fields that are there; returns the URLs that are well-formed, normalised, each once, by the field they came from.</summary>
    public static IReadOnlyList<(string Field, WebUrl Url)> CheckPart(SubmitRequest request, IReadOnlySet<string> models, Faults faults)
    {
        if (request.Type != JobType.Crawl)
            faults.Add("type", "Must be crawl here.");
        Range("maxPages", request.MaxPages, 1, MaxMaxPages, faults);
        Range("maxDepth", request.MaxDepth, 0, MaxMaxDepth, faults);
        Range("concurrency", request.Concurrency, 1, MaxConcurrency, faults);
        Range("delayMs", request.DelayMs, 0, MaxDelayMs, faults);
        if (request.TtlMinutes is { } ttl)
            Range("ttlMinutes", ttl, 1, int.MaxValue, faults);
        if (request.Title is not null)
            Text("title", request.Title, MaxTitleLength, faults);
        Texts("include", request.Include, MaxGlobs, MaxGlobLength, faults);
        Texts("exclude", request.Exclude, MaxGlobs, MaxGlobLength, faults);
        Texts("tags", request.Tags, MaxTags, MaxTagLength, faults);
        Models(request.Models, models, faults);
        return Urls(request, faults);
    }

    private static List<(string Field, WebUrl Url)> Urls(SubmitRequest request, Faults faults)
    {
        var valid = new List<(string, WebUrl)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (request.Url is not null)
            Url("url", request.Url);
        if (request.Urls is { Count: > MaxUrls })
            faults.Add("urls", $"At most {MaxUrls} of them.");
        else
            for (var i = 0; i < (request.Urls?.Count ?? 0); i++)
                Url($"urls[{i}]", request.Urls![i]);
        return valid;

        void Url(string field, string text)
        {
            if (text is null or "" || text.Length > MaxUrlLength)
                faults.Add(field, text is null or "" ? "Must be a URL." : $"At most {MaxUrlLength} characters.");
            else if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) || text.Trim()[0] == '/')
                faults.Add(field, "Must be an absolute URL, as https://docs.example.com/.");
            else if (uri.Scheme is not ("http" or "https"))
                faults.AddForbiddenUrl(field, "Only http and https are crawled.");
            else if (uri.UserInfo.Length > 0)
                faults.AddForbiddenUrl(field, "Must not hold a user name or password.");
            else if (!WebUrl.TryParse(text, out var url) || url.Value.Length > MaxUrlLength)
                faults.Add(field, url is null ? "Must be a URL with a host." : $"At most {MaxUrlLength} characters when escaped.");
            else if (seen.Add(url.Value))
                valid.Add((field, url));
        }
    }


    private static void Models(IReadOnlyList<string> models, IReadOnlySet<string> known, Faults faults)
    {
        if (models.Count is 0 or > MaxModels)
            faults.Add("models", $"Name 1 to {MaxModels} of them.");
        else if (models.Distinct(StringComparer.Ordinal).Count() != models.Count)
            faults.Add("models", "Name each once.");
        else
            for (var i = 0; i < models.Count; i++)
                if (models[i] is null || !known.Contains(models[i]))
                    faults.Add("models", $"No worker has {Shown(models[i])}; known: {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
    }

    private static string Shown(string? name) => name is null ? "null" : $"\"{(name.Length > 64 ? name[..64] + "…" : name)}\"";

    internal static void Range(string field, int value, int least, int most, Faults faults)
    {
        if (value < least || value > most)
            faults.Add(field, most == int.MaxValue ? $"Must be {least} or more." : $"Must be from {least} to {most}.");
    }

    internal static void Texts(string field, IReadOnlyList<string> values, int most, int length, Faults faults)
    {
        if (values.Count > most)
            faults.Add(field, $"At most {most} of them.");
        for (var i = 0; i < Math.Min(values.Count, most); i++)
            Text($"{field}[{i}]", values[i], length, faults);
    }

    /// <summary>Control characters serve nobody, and the database takes no U+0000.</summary>
    internal static void Text(string field, string? value, int length, Faults faults)
    {
        if (string.IsNullOrWhiteSpace(value))
            faults.Add(field, "Must not be empty.");
        else if (value.Length > length)
            faults.Add(field, $"At most {length} characters.");
        else if (value.Any(char.IsControl))
            faults.Add(field, "Must not hold control characters.");
    }
}
