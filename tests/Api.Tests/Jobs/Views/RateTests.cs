using System.Text.Json;
using Trawl.Api.Database;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Views;

namespace Trawl.Api.Tests.Jobs.Views;

public sealed class RateTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(JobStatus.Running, JobStage.Crawling, 60.0, 1)]
    [InlineData(JobStatus.Running, JobStage.Embedding, null, null)]
    [InlineData(JobStatus.Paused, JobStage.Crawling, null, null)]
    [InlineData(JobStatus.Completed, JobStage.Complete, null, null)]
    public void A_rate_is_told_while_pages_are_crawled_and_at_no_other_time(JobStatus status, JobStage stage, double? rate, int? eta)
    {
        var job = Job(60, Now);
        (job.Status, job.Stage, job.Pending) = (status, stage, 30);
        Assert.Equal((rate, eta), (JobView.RateOf(job), JobView.EtaOf(job)));
    }

    [Theory]
    [InlineData(60.0, 5, false)] // a pause in which nothing is known yet
    [InlineData(60.0, 11, true)]
    [InlineData(0.1, 11, false)] // once in ten seconds may well be so
    [InlineData(0.1, 21, true)]
    public void A_rate_claims_too_much_when_the_silence_since_denies_it(double rate, int silence, bool tooMuch)
    {
        var job = Job(rate, Now - TimeSpan.FromSeconds(silence));
        Assert.Equal(tooMuch, JobProgress.ClaimsTooMuch(job, Now));
        JobProgress.StoodStill(job, Now);
        Assert.False(JobProgress.ClaimsTooMuch(job, Now));
        Assert.Equal(1.0 / silence, job.RatePerSecond);
    }

    private static Job Job(double rate, DateTimeOffset lastMovedAt) =>
        new() { UserId = "alice", Options = JsonDocument.Parse("{}"), Models = JsonDocument.Parse("[]"), Status = JobStatus.Running, RatePerSecond = rate, LastMovedAt = lastMovedAt };
}
