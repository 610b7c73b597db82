using Trawl.Api.Results;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Tests.Results;

public sealed class RetriesTests
{
    [Theory]
    [InlineData(500, 3)]
    [InlineData(null, 3)]
    [InlineData(429, 10)]
    [InlineData(503, 10)]
    public void A_page_is_tried_as_often_as_its_failure_is_worth(int? status, int tries)
    {
        Assert.True(Retries.IsWorthAnother(Failed(status), tries - 1, maxAttempts: 3));
        Assert.False(Retries.IsWorthAnother(Failed(status), tries, maxAttempts: 3));
        Assert.False(Retries.IsWorthAnother(Failed(status) with { Retryable = false }, 1, maxAttempts: 3));
    }

    [Theory]
    [InlineData(500, 2, null, 4)]
    [InlineData(500, 1000, null, 3600)]
    [InlineData(503, 9, null, 1)]
    [InlineData(503, 1, 20_000, 20)]
    [InlineData(500, 1, 86_400_000, 3600)]
    public void It_waits_by_itself_only_where_its_host_does_not_wait_for_it(int status, int attempts, int? retryAfterMs, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Retries.WaitAfter(Failed(status, retryAfterMs), attempts));

    public static PageFailed Failed(int? status, int? retryAfterMs = null) => new()
    {
        BatchId = Guid.Empty, JobId = Guid.Empty, PageId = 1, Url = "http://a.test/", Reason = PageFailureReason.HttpServerError, Message = "", HttpStatus = status,
        Retryable = true, RetryAfterMs = retryAfterMs, Links = [], DurationMs = 1,
    };
}
