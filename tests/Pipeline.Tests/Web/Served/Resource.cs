using Microsoft.AspNetCore.Http;

namespace Trawl.Pipeline.Tests.Web.Served;

/// <summary>Answers a request; <paramref name="attempt"/> counts those for the same target, from 1.</summary>
public delegate Task Answer(HttpContext context, int attempt);

/// <summary>Something at one URL of the test web, and the truth about it: what must become of it.</summary>
public sealed class Resource(Uri url, Answer answer)
{
    private int _attempts;

    /// <summary>As the crawler should name it.</summary>
    public Uri Url { get; } = url;

    /// <summary>The ETag it is served with; null for what changes by itself.</summary>
    public string? ETag { get; init; }

    /// <summary>A sitemap: no page, and in no count of pages.</summary>
    public bool IsSitemap { get; private set; }

    /// <summary>Becomes one of the job's pages. Else it is a file of the site's own (robots.txt), or nothing that a crawl should have met.</summary>
    public bool IsMet => Status is not null;

    public string? Status { get; private set; }

    public string? Reason { get; private set; }

    public int? HttpStatus { get; private set; }

    /// <summary>How often it must be asked for by one crawl of the fresh site.</summary>
    public (int Least, int Most) Times { get; private set; } = (0, 0);

    /// <summary>What the stored text must hold.</summary>
    public IReadOnlyList<string> Holding { get; private set; } = [];

    /// <summary>What the stored text must not hold.</summary>
    public IReadOnlyList<string> Lacking { get; private set; } = [];

    /// <summary>The document's title; null for no opinion.</summary>
    public string? Title { get; private set; }

    /// <summary>Every request of a crawl after the first must be answered 304. Not so where nothing was remembered.</summary>
    public bool IsRemembered => ETag is not null && Times.Most > 0 && Status is not "failed";

    public Resource Stored(params string[] holding)
    {
        (Status, HttpStatus, Holding, Times) = ("completed", 200, holding, (1, 1));
        return this;
    }

    public Resource Without(params string[] lacking)
    {
        Lacking = lacking;
        return this;
    }

    public Resource Titled(string title)
    {
        Title = title;
        return this;
    }

    public Resource Skipped(string reason, int httpStatus = 200)
    {
        (Status, Reason, HttpStatus, Times) = ("skipped", reason, httpStatus, (1, 1));
        return this;
    }

    /// <summary>Said to have been met, and never asked for.</summary>
    public Resource SkippedUnasked(string reason)
    {
        (Status, Reason, HttpStatus, Times) = ("skipped", reason, null, (0, 0));
        return this;
    }

    public Resource Failed(string reason, int? httpStatus)
    {
        (Status, Reason, HttpStatus, Times) = ("failed", reason, httpStatus, (1, 1));
        return this;
    }

    /// <summary>Fetched for what it names.</summary>
    public Resource Sitemap(int times = 1)
    {
        (IsSitemap, Times) = (true, (times, times));
        return this;
    }

    public Resource Asked(int times) => Asked(times, times);

    public Resource Asked(int least, int most)
    {
        Times = (least, most);
        return this;
    }

    /// <summary>One line, to be compared with the same line made of the job's page.</summary>
    public string Outcome => string.Join(' ', Url.AbsoluteUri, Status, Reason ?? "-", HttpStatus?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-");

    public Task AnswerAsync(HttpContext context) => answer(context, Interlocked.Increment(ref _attempts));
}
