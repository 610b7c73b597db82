using System.Text.Json;
using Trawl.Clients.Tests.Programs;
using Trawl.Clients.Tests.Server;

namespace Trawl.Clients.Tests.WebSockets;

/// <summary>npm's <c>ws</c>, which is what <c>wscat</c> is made of.</summary>
[Collection(LiveServers.Name)]
public sealed class WebSocketTests(LiveServer server)
{
    [Fact]
    public async Task A_bare_WebSocket_subscribes_follows_asks_and_leaves()
    {
        using var job = await server.NewJobAsync("bare", total: 10);
        await using var client = Start("/ws?userId=bare");
        Assert.NotEqual("", (await client.SeesAsync("connected")).GetProperty("connectionId").GetString());

        await client.TellAsync("send", new { action = "subscribe", channel = job.Channel, after = 0 });
        var subscribed = await client.SeesAsync("subscribed");
        Assert.Equal(job.Channel, subscribed.GetProperty("channel").GetString());
        Assert.Equal("running", subscribed.GetProperty("snapshot").GetProperty("status").GetString());
        await client.SeesAsync("started", job.Id, e => e.GetProperty("seq").GetInt32() == 1);
        await job.ProgressAsync(new { completed = 5 });
        await client.SeesAsync("progress", job.Id, e => e.GetProperty("data").GetProperty("progress").GetDouble() == 50);
        await client.TellAsync("send", new { action = "ping" });
        await client.SeesAsync("pong");
        await client.TellAsync("send", "no JSON");
        Assert.NotEqual("", (await client.SeesAsync("error")).GetProperty("code").GetString());
        await client.TellAsync("send", new { action = "subscribe", channel = $"job:{Guid.CreateVersion7()}" });
        await client.SeesAsync("error", e => e.GetProperty("code").GetString() == "not_found");
        await client.TellAsync("send", new { action = "unsubscribe", channel = job.Channel });
        await client.SeesAsync("unsubscribed", e => e.GetProperty("channel").GetString() == job.Channel);
        await client.TellAsync("close");
        Assert.Equal(1000, (await client.SeesAsync("close")).GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task A_WebSocket_that_was_cut_goes_on_where_it_was()
    {
        using var job = await server.NewJobAsync("bare");
        await using var line = new CutLine(server.Address);
        await using var client = ClientProgram.Node("ws.mjs", new { url = Url(line.Address, "/ws?userId=bare"), channel = job.Channel, after = 0, again = true });
        await client.SeesAsync("started", job.Id);

        line.Cut();
        await job.ModelResultAsync(new { model = "between", provider = "", status = "completed", result = "" });
        await job.CompleteAsync(new { });

        await client.SeesAsync("completed", job.Id);
        Assert.Equal(2, client.All("open").Length);
        Assert.Single(client.All("started"));
        Assert.Single(client.All("model_result"));
    }

    [Fact]
    [Trait("Seed", "S4.6")]
    [Trait("Seed", "S4.12")]
    [Trait("Seed", "S4.17")]
    public async Task The_progress_socket_tells_one_job_from_its_start_and_closes_after_its_end()
    {
        using var job = await server.NewJobAsync("bare");
        await using var client = Start($"/ws/progress/{job.Id}?userId=bare");
        await client.SeesAsync("started", job.Id);
        await client.TellAsync("send", new { type = "ping" });
        await client.SeesAsync("pong");
        await job.CompleteAsync(new { answer = 42 });

        await client.SeesAsync("completed", job.Id);
        Assert.Equal(1000, (await client.SeesAsync("close")).GetProperty("code").GetInt32());
    }

    [Fact]
    [Trait("Seed", "S0.9")]
    public async Task The_knowledge_socket_tells_workers_commentary_flat()
    {
        using var job = await server.NewJobAsync("knowing");
        await using var client = Start("/api/knowledge/ws?userId=knowing");
        await client.SeesAsync("subscribed");
        await job.EventAsync("processing_progress", new { taskName = "embed", completed = 3, total = 12 });

        var flat = await client.SeesAsync("processing_progress");
        Assert.Equal("embed", flat.GetProperty("task_name").GetString());
        Assert.Equal(25, flat.GetProperty("progress_percent").GetDouble());
        Assert.Equal(job.Id, flat.GetProperty("job_id").GetString());
        await job.CompleteAsync(new { });
        await client.SeesAsync("completed", job.Id);
    }

    [Fact]
    [Trait("Seed", "S2.6")]
    public async Task Socket_IO_can_be_spoken_by_hand()
    {
        using var job = await server.NewJobAsync("anonymous");
        await using var client = Start("/socket.io/?EIO=4&transport=websocket");
        var open = await TextAsync(client, "0{");
        Assert.Equal(25000, open.GetProperty("pingInterval").GetInt32());
        Assert.Equal(60000, open.GetProperty("pingTimeout").GetInt32());
        await client.TellAsync("send", "40");
        await TextAsync(client, "40{");
        await TextAsync(client, "42[\"connected\",");
        await client.TellAsync("send", $"42[\"subscribe\",\"{job.Id}\"]");
        var subscribed = await TextAsync(client, "42[\"subscribed\",");
        Assert.Equal(job.Id, subscribed[1].GetProperty("sessionId").GetString());
        await job.CompleteAsync(new { });
        await TextAsync(client, "42[\"completed\",");
    }

    private ClientProgram Start(string path) => ClientProgram.Node("ws.mjs", new { url = Url(server.Address, path) });

    private static string Url(Uri address, string path) => $"ws://{address.Authority}{path}";

    private static async Task<JsonElement> TextAsync(ClientProgram client, string start)
    {
        var text = (await client.SeesAsync("text", e => e.GetString()!.StartsWith(start, StringComparison.Ordinal))).GetString()!;
        return JsonDocument.Parse(text[text.AsSpan().IndexOfAny('{', '[')..]).RootElement;
    }
}
