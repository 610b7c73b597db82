using Trawl.Clients.Tests.Programs;
using Trawl.Clients.Tests.Server;

namespace Trawl.Clients.Tests.SocketIo;

/// <summary>Connection state recovery, which only those have who ask for it: the offset it adds breaks handlers of one argument.</summary>
[Collection(LiveServers.Name)]
public sealed class RecoveryTests(LiveServer server)
{
    [Theory]
    [InlineData("websocket")]
    [InlineData("polling", "websocket")]
    public async Task Who_asks_for_it_is_the_same_socket_after_its_line_was_cut(params string[] transports)
    {
        using var job = await server.NewJobAsync("recovering");
        await using var line = new CutLine(server.Address);
        await using var client = ClientProgram.Node("socketio.mjs", new
        {
            url = line.Address, subscribeOnce = job.Id,
            options = new { transports, query = new { userId = "recovering" }, auth = new { recovery = true } },
        });
        await client.SeesAsync("subscribed", job.Id);
        if (transports.Length > 1)
            await client.SeesAsync("upgrade");
        await job.ModelResultAsync(new { model = "before", provider = "", status = "completed", result = "" });
        await client.SeesAsync("model_result", job.Id);

        line.Cut();
        await job.ModelResultAsync(new { model = "between", provider = "", status = "completed", result = "" });
        var again = await client.SeesAsync("connect", e => e.GetProperty("recovered").GetBoolean());
        await job.CompleteAsync(new { });
        await client.SeesAsync("completed", job.Id);

        Assert.Equal(client.All("connect")[0].GetProperty("id").GetString(), again.GetProperty("id").GetString());
        Assert.Equal(["before", "between"], client.All("model_result").Select(e => e.GetProperty("modelName").GetString()));
        Assert.All(client.Seen.Where(one => one.Name == "model_result"), one => Assert.Equal(2, one.Args.Length));
    }
}
