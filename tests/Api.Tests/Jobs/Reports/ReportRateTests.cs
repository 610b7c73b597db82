using System.Net;
using Microsoft.Extensions.Options;
using Trawl.Api.Jobs.Reports.Limits;
using Trawl.Api.Tests.Http;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Jobs.Reports;

public sealed class ReportRateTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void A_bucket_fills_as_fast_as_was_said_and_no_further()
    {
        var rate = Rate(perSecond: 10, burst: 30);
        var job = Guid.NewGuid();
        Assert.Null(rate.Take(job, 25));
        Assert.Null(rate.Take(job, 5));
        Assert.Equal(TimeSpan.FromSeconds(0.1), rate.Take(job, 1));
        Assert.Equal(TimeSpan.FromSeconds(2), rate.Take(job, 20));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(rate.Take(job, 20));
        Assert.NotNull(rate.Take(job, 1));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Null(rate.Take(job, 30));
        Assert.NotNull(rate.Take(job, 1));
        Assert.Null(rate.Take(Guid.NewGuid(), 30));
    }

    [Fact]
    public void An_array_larger_than_the_bucket_is_taken_from_a_full_one_and_paid_for_after_it()
    {
        var rate = Rate(perSecond: 10, burst: 30);
        var job = Guid.NewGuid();
        Assert.Null(rate.Take(job, 100));
        Assert.Equal(TimeSpan.FromSeconds(7.1), rate.Take(job, 1));
        _time.Advance(TimeSpan.FromSeconds(7.1));
        Assert.Null(rate.Take(job, 1));
        Assert.NotNull(rate.Take(job, 100));
    }

    [Fact]
    public void Without_a_limit_there_is_none()
    {
        var rate = Rate(perSecond: 0, burst: 1);
        var job = Guid.NewGuid();
        for (var i = 0; i < 1000; i++)
            Assert.Null(rate.Take(job, 1000));
    }

    [Fact]
    public void What_a_job_has_used_up_is_remembered_however_many_others_come()
    {
        var rate = Rate(perSecond: 10, burst: 30);
        var job = Guid.NewGuid();
        Assert.Null(rate.Take(job, 30));
        for (var i = 0; i < 5000; i++)
            Assert.Null(rate.Take(Guid.NewGuid(), 1));
        Assert.NotNull(rate.Take(job, 1));
    }

    [Fact]
    public async Task Too_many_are_told_when_to_come_again_and_nothing_of_them_is_applied()
    {
        await using var app = await RestHost.StartAsync(await MigratedDatabase.CreateAsync(), ("Reports:PerSecond", "1"), ("Reports:Burst", "3"));
        var owner = new RestClient(new HttpClient { BaseAddress = RestHost.AddressOf(app) }, "alice");
        var job = (await owner.PostAsync("/api/jobs", """{"type":"custom"}""")).Json.GetProperty("id").GetString();
        Assert.Equal(HttpStatusCode.Accepted, (await owner.PostAsync($"/api/jobs/{job}/progress", """[{"completed":1},{"completed":2},{"completed":3}]""")).Status);
        foreach (var what in new[] { "progress", "events", "model-results", "clarifications", "complete", "fail" })
        {
            var answer = await owner.PostAsync($"/api/jobs/{job}/{what}", what == "complete" ? "{}" : "[{},{},{}]".Replace("{},{},{}", what == "fail" ? "{}" : "{},{},{}", StringComparison.Ordinal));
            Assert.Equal(((HttpStatusCode)429, "rate_limited"), (answer.Status, answer.Code));
            Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 3);
        }

        Assert.Equal((3, "running"), ((await owner.GetAsync($"/api/jobs/{job}")).Json.GetProperty("counts").GetProperty("completed").GetInt32(), (await owner.GetAsync($"/api/jobs/{job}")).Json.GetProperty("status").GetString()));
    }

    private ReportRate Rate(int perSecond, int burst) => new(Options.Create(new ReportsOptions { PerSecond = perSecond, Burst = burst }), _time);
}
