using Trawl.Clients.Tests.Programs;
using Trawl.Clients.Tests.Server;

namespace Trawl.Clients.Tests.Browser;

/// <summary>Chromium's own EventSource and WebSocket, and the browser builds of the two libraries, in a page of another origin.</summary>
[Collection(LiveServers.Name)]
public sealed class ChromiumTests(LiveServer server)
{
    private static readonly string[] Clients = ["eventsource", "websocket", "socketio", "signalr-sse", "signalr-polling"];

    [Fact]
    [Trait("Seed", "S1.21")]
    [Trait("Seed", "S1.23")]
    public async Task A_page_follows_a_job_by_every_transport_that_a_browser_has()
    {
        using var job = await server.NewJobAsync("browsing", total: 10);
        await using var line = new CutLine(server.Address);
        await using var page = ClientProgram.Chromium(
            server.Pages, "clients.html", new { url = line.Address.GetLeftPart(UriPartial.Authority), userId = "browsing", jobId = job.Id });
        foreach (var client in Clients)
            await page.SeesAsync($"{client} subscribed");
        Assert.Equal("websocket", (await page.SeesAsync("socketio upgrade")).GetString());

        await job.ProgressAsync(new { completed = 5 });
        foreach (var client in Clients)
            await page.SeesAsync($"{client} progress", e => (client == "socketio" ? e : e.GetProperty("data")).GetProperty("progress").GetDouble() == 50);
        await job.EventAsync("sync:progress", new { stage = "syncing" });
        foreach (var client in Clients)
            await page.SeesAsync($"{client} sync:progress");
        await job.CompleteAsync(new { answer = 42 });
        foreach (var client in Clients)
            await page.SeesAsync($"{client} completed");
        foreach (var client in Clients)
            Assert.Single(page.All($"{client} completed"));
        // After the end, 204 makes it stay away.
        await page.SeesAsync("eventsource error", closed => closed.GetBoolean());
        Assert.Empty(page.All("script_error"));
    }

    [Fact]
    [Trait("Seed", "S2.40")]
    public async Task A_page_whose_line_was_cut_goes_on_where_it_was()
    {
        using var job = await server.NewJobAsync("browsing");
        await using var line = new CutLine(server.Address);
        await using var page = ClientProgram.Chromium(
            server.Pages, "clients.html", new { url = line.Address.GetLeftPart(UriPartial.Authority), userId = "browsing", jobId = job.Id });
        foreach (var client in (string[])["eventsource", "websocket", "socketio"])
            await page.SeesAsync($"{client} subscribed");
        await page.SeesAsync("socketio upgrade");

        line.Cut();
        await job.ModelResultAsync(new { model = "between", provider = "", status = "completed", result = "" });
        await job.CompleteAsync(new { });

        foreach (var client in (string[])["eventsource", "websocket", "socketio"])
        {
            await page.SeesAsync($"{client} completed");
            Assert.Single(page.All($"{client} model_result"));
            Assert.Single(page.All($"{client} completed"));
        }
    }
}
