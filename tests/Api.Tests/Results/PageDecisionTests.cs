using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Results;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Tests.Results;

public sealed class PageDecisionTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData(500, 3)]
    [InlineData(null, 3)]
    [InlineData(429, 10)]
    [InlineData(503, 10)]
    public void A_page_is_tried_as_often_as_its_failure_is_worth(int? status, int tries)
    {
        Assert.Equal(PageStatus.Pending, Decide(status, attempts: tries - 2).Status);
        Assert.Equal(PageStatus.Failed, Decide(status, attempts: tries - 1).Status);
    }

    [Theory]
    [InlineData(500, 1, null, 4)]
    [InlineData(503, 8, null, 1)]
    [InlineData(503, 0, 20_000, 20)]
    [InlineData(500, 0, 86_400_000, 3600)]
    public void It_waits_by_itself_only_where_its_host_does_not_wait_for_it(int status, int attempts, int? retryAfterMs, int seconds) =>
        Assert.Equal(Now.AddSeconds(seconds), Decide(status, attempts, retryAfterMs).NotBefore);

    private static OpenPage Decide(int? status, int attempts, int? retryAfterMs = null)
    {
        var page = Pages.Open(
            PageOutcome.Of(new PageFailed
            {
                BatchId = Guid.Empty, JobId = Guid.Empty, PageId = 1, Url = "http://a.test/", Reason = PageFailureReason.HttpServerError, Message = "", HttpStatus = status,
                Retryable = true, RetryAfterMs = retryAfterMs, Links = [], DurationMs = 1,
            }),
            attempts);
        PageDecision.Make(page, new CrawlOptions { Urls = ["http://a.test/"] }, maxAttempts: 3, Now);
        return page;
    }
}
