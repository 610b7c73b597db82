using Trawl.Api.Database;
using Trawl.Api.Tests.Engine;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Results;

public sealed class GivenUpHostTests
{
    private const string Root = WebHost.Root;

    [Theory]
    [InlineData(20, 3)]
    [InlineData(1, 1)]
    public async Task When_a_host_has_only_sent_us_away_for_long_its_other_pages_are_not_tried_ten_times_too(int minutesSinceAnAnswer, int failed)
    {
        await using var host = await WebHost.StartAsync(web =>
        {
            web[Root] = new("root", $"{Root}a", $"{Root}b", $"{Root}c");
            foreach (var name in (string[])["a", "b", "c"])
                web[Root + name] = new(name) { Status = 429 };
        });
        var job = await host.Engine.SubmitAsync(Root);
        await Eventually.TrueAsync(async () => (await host.PagesAsync(job)).Exists(page => page is { Status: PageStatus.Pending, Attempts: > 0 }), TimeSpan.FromSeconds(30));

        // As it is after nine tries of one page.
        await host.Engine.ExecuteAsync(
            $"""
            with old as (update pages set finished_at = now() - {minutesSinceAnAnswer} * interval '1 minute' where status = 2),
              last as (update pages set attempts = 9, not_before = null where url = {Root + "a"} and status = 0)
            update hosts set not_before = null
            """);

        await Eventually.TrueAsync(async () => (await host.PagesAsync(job)).Count(page => page.Status == PageStatus.Failed) == failed, TimeSpan.FromSeconds(60));
        if (failed == 1)
            return;
        var ended = await host.Engine.EndOfAsync(job.Id);
        Assert.Equal((JobStatus.Completed, 3), (ended.Status, ended.Failed));
        await host.AddsUpAsync(ended);
    }
}
