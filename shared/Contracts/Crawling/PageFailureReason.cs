using System.Text.Json.Serialization;

namespace Trawl.Contracts.Crawling;

/// <summary>Why a page gave no document. The comment says whether the page then counts as failed or as skipped.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PageFailureReason>))]
public enum PageFailureReason
{
    /// <summary>Failed: the name did not resolve, or nothing listened.</summary>
    [JsonStringEnumMemberName("host_unreachable")] HostUnreachable,

    /// <summary>Failed: no answer, or not the whole of it, in time.</summary>
    [JsonStringEnumMemberName("timeout")] Timeout,

    /// <summary>Failed: the connection broke or the answer was no HTTP.</summary>
    [JsonStringEnumMemberName("connection_failed")] ConnectionFailed,

    /// <summary>Failed: a 4xx other than 429.</summary>
    [JsonStringEnumMemberName("http_client_error")] HttpClientError,

    /// <summary>Failed: a 5xx, after the tries it is worth.</summary>
    [JsonStringEnumMemberName("http_server_error")] HttpServerError,

    /// <summary>Failed: 429, after the tries it is worth.</summary>
    [JsonStringEnumMemberName("rate_limited")] RateLimited,

    /// <summary>Failed: the URL leads to an address that must not be spoken to.</summary>
    [JsonStringEnumMemberName("url_not_allowed")] UrlNotAllowed,

    /// <summary>Failed: the body is larger than the limit.</summary>
    [JsonStringEnumMemberName("too_large")] TooLarge,

    /// <summary>Failed: the body could not be read as text.</summary>
    [JsonStringEnumMemberName("unreadable")] Unreadable,

    /// <summary>Failed: the message that should have led to it was faulted.</summary>
    [JsonStringEnumMemberName("worker_fault")] WorkerFault,

    /// <summary>Skipped: robots.txt forbids it.</summary>
    [JsonStringEnumMemberName("robots_disallowed")] RobotsDisallowed,

    /// <summary>Skipped: it leads elsewhere; the target, when in scope, is a page of its own.</summary>
    [JsonStringEnumMemberName("redirected")] Redirected,

    /// <summary>Skipped: it leads out of the job's scope.</summary>
    [JsonStringEnumMemberName("out_of_scope")] OutOfScope,

    /// <summary>Skipped: not a kind of content that is stored.</summary>
    [JsonStringEnumMemberName("content_type")] ContentType,

    /// <summary>Skipped: the page asks not to be indexed.</summary>
    [JsonStringEnumMemberName("noindex")] NoIndex,

    /// <summary>Skipped: the page names another as its canonical one.</summary>
    [JsonStringEnumMemberName("canonical_elsewhere")] CanonicalElsewhere,

    /// <summary>Skipped: the same content is stored under another URL.</summary>
    [JsonStringEnumMemberName("duplicate")] Duplicate,

    /// <summary>Skipped: the job has as many pages as it may.</summary>
    [JsonStringEnumMemberName("max_pages")] MaxPages,

    /// <summary>Skipped: the URL looks like one of an endless family.</summary>
    [JsonStringEnumMemberName("trap")] Trap,

    /// <summary>Skipped: the job ended first.</summary>
    [JsonStringEnumMemberName("job_ended")] JobEnded,

    /// <summary>Skipped: the page has no text before its scripts have run.</summary>
    [JsonStringEnumMemberName("needs_script")] NeedsScript,
}
