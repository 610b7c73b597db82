using Trawl.Dashboard.Tests.Servers;
using Trawl.Dashboard.Tests.Visits;
using static Microsoft.Playwright.Assertions;

namespace Trawl.Dashboard.Tests.Connections;

/// <summary>The network does what networks do; the page shows each event once, in order.</summary>
[Collection(SharedServer.Name)]
public sealed class DisturbedTests(DashboardServer server)
{
    [Fact]
    public Task A_line_cut_again_and_again_costs_no_event_and_doubles_none() => server.VisitAsync(async visit =>
    {
        visit.ExpectNetworkErrors();
        using var told = await visit.ToldJobAsync("alice");
        var page = await visit.OpenAsync("alice", $"/jobs/{told.Id}");
        await Expect(page.Connection()).ToContainTextAsync("Live");
        for (var round = 0; round < 3; round++)
        {
            await told.TellAsync(4);
            visit.Line.Cut();
            await told.TellAsync(4);
            await Expect(page.Connection()).ToContainTextAsync("Live");
        }

        await page.ShowsWholeLogAsync(told.Rest, told.Id);
    });

    [Fact]
    public Task A_line_that_swallows_everything_is_noticed_when_the_page_is_looked_at_again() => server.VisitAsync(async visit =>
    {
        visit.ExpectNetworkErrors();
        using var told = await visit.ToldJobAsync("alice");
        var page = await visit.OpenAsync("alice", $"/jobs/{told.Id}");
        await Expect(page.Connection()).ToContainTextAsync("Live");

        visit.Line.Stall();
        await told.TellAsync(3);
        await page.EvaluateAsync("() => document.dispatchEvent(new Event('visibilitychange'))");
        visit.Line.Cut();
        visit.Line.Flow();

        await page.ShowsWholeLogAsync(told.Rest, told.Id);
    });

    [Fact]
    public Task Offline_is_said_and_online_goes_on_where_it_was() => server.VisitAsync(async visit =>
    {
        visit.ExpectNetworkErrors();
        using var told = await visit.ToldJobAsync("alice");
        var page = await visit.OpenAsync("alice", $"/jobs/{told.Id}", host: SystemBrowser.AnotherHost);
        await Expect(page.Connection()).ToContainTextAsync("Live");

        visit.Line.Refuses = _ => true;
        await page.Context.SetOfflineAsync(true);
        visit.Line.Cut();
        await Expect(page.Connection()).ToContainTextAsync("Offline");
        await told.TellAsync(4);
        visit.Line.Refuses = _ => false;
        await page.Context.SetOfflineAsync(false);

        await Expect(page.Connection()).ToContainTextAsync("Live");
        await page.ShowsWholeLogAsync(told.Rest, told.Id);
    });

    [Fact]
    public Task Where_WebSockets_do_not_pass_it_streams_where_streams_do_not_it_polls_and_it_comes_back() => server.VisitAsync(async visit =>
    {
        visit.ExpectNetworkErrors();
        using var told = await visit.ToldJobAsync("alice");
        visit.Line.Refuses = path => path.StartsWith("/ws", StringComparison.Ordinal);
        var page = await visit.OpenAsync("alice", $"/jobs/{told.Id}");
        await page.Connection().ClickAsync();
        await Expect(page.InDialog("Connection")).ToContainTextAsync("server-sent events");
        await told.TellAsync(3);

        visit.Line.Refuses = path => path.StartsWith("/ws", StringComparison.Ordinal) || path.StartsWith("/events", StringComparison.Ordinal);
        visit.Line.Cut();
        await Expect(page.InDialog("Connection")).ToContainTextAsync("polling");
        await told.TellAsync(3);
        await page.ShowsWholeLogAsync(told.Rest, told.Id);

        visit.Line.Refuses = _ => false;
        await Expect(page.InDialog("Connection")).ToContainTextAsync("WebSocket");
        await told.TellAsync(3);
        await told.Job.CompleteAsync(new { answer = 42 });
        await page.InDialog("Connection").GetByText("✕").ClickAsync();
        await Expect(page.Status()).ToHaveTextAsync("Completed");
        await page.ShowsWholeLogAsync(told.Rest, told.Id);
    });

    [Fact]
    public Task Two_tabs_share_one_connection_and_the_one_left_keeps_it() => server.VisitAsync(async visit =>
    {
        using var told = await visit.ToldJobAsync("alice");
        var first = await visit.OpenAsync("alice", $"/jobs/{told.Id}");
        var second = await Visit.TabAsync(first.Context, $"/jobs/{told.Id}");
        await told.TellAsync(3);
        await first.ShowsWholeLogAsync(told.Rest, told.Id);
        await second.ShowsWholeLogAsync(told.Rest, told.Id);
        await visit.HasSocketsAsync(1);

        await first.CloseAsync();
        await told.TellAsync(3);
        await second.ShowsWholeLogAsync(told.Rest, told.Id);
        await visit.HasSocketsAsync(1);
        await second.GotoAsync("about:blank");
        await visit.HasSocketsAsync(0);
    });

    [Fact]
    public Task A_hidden_tab_misses_nothing() => server.VisitAsync(async visit =>
    {
        using var told = await visit.ToldJobAsync("alice");
        var page = await visit.OpenAsync("alice", $"/jobs/{told.Id}");
        await Expect(page.Connection()).ToContainTextAsync("Live");
        await page.EvaluateAsync("""
            () => {
              Object.defineProperty(document, "visibilityState", { configurable: true, get: () => "hidden" });
              Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
              document.dispatchEvent(new Event("visibilitychange"));
            }
            """);
        await told.TellAsync(20);
        await page.EvaluateAsync("() => { delete document.visibilityState; delete document.hidden; document.dispatchEvent(new Event('visibilitychange')); }");

        await page.ShowsWholeLogAsync(told.Rest, told.Id);
    });
}
