using Trawl.Clients.Tests.Server;

namespace Trawl.Clients.Tests.Disturbed;

/// <summary>The server goes away and comes back, and the clients with it, by what they bring along for that.</summary>
public sealed class RestartTests(LiveServer server) : IClassFixture<LiveServer>
{
    [Fact]
    [Trait("Seed", "S1.1")]
    [Trait("Seed", "S2.40")]
    [Trait("Seed", "S4.22")]
    public async Task After_kill_9_every_client_is_back_by_itself_and_has_missed_nothing()
    {
        using var job = await server.NewJobAsync("killed");
        await using var clients = await AllClients.StartAsync(server.Address, "killed", job.Id);
        await job.ModelResultAsync(new { model = "before", provider = "", status = "completed", result = "" });
        await clients.SeeAsync("model_result", job.Id);

        await server.Process.KillAsync();
        await server.Process.StartAsync();
        await job.ProgressAsync(new { progress = 60 });
        await job.CompleteAsync(new { answer = 42 });

        await clients.SeeAsync("completed", job.Id);
        clients.AssertWholeLog("started", "model_result", "stage", "completed");
    }

    [Fact]
    [Trait("Seed", "S1.3")]
    [Trait("Seed", "S1.29")]
    public async Task An_orderly_end_is_announced_and_every_client_comes_back()
    {
        using var job = await server.NewJobAsync("stopped");
        await using var clients = await AllClients.StartAsync(server.Address, "stopped", job.Id);

        await server.Process.StopAsync();
        foreach (var client in clients.SocketIo.Values)
        {
            var notice = await client.SeesAsync("notification");
            Assert.Equal("warning", notice.GetProperty("type").GetString());
            Assert.Equal("Server is shutting down", notice.GetProperty("message").GetString());
            await client.SeesAsync("disconnect");
            Assert.DoesNotContain(client.All("disconnect"), e => e.ToString() == "io server disconnect");
        }

        foreach (var client in clients.Others.Values)
            Assert.Equal("server_shutdown", (await client.SeesAsync("closing")).GetProperty("reason").GetString());
        Assert.Equal(1001, (await clients.Others["ws"].SeesAsync("close")).GetProperty("code").GetInt32());

        await server.Process.StartAsync();
        await job.ModelResultAsync(new { model = "after", provider = "", status = "completed", result = "" });
        await job.CompleteAsync(new { answer = 42 });
        await clients.SeeAsync("completed", job.Id);
        clients.AssertWholeLog("started", "model_result", "stage", "completed");
    }
}
