using System.Globalization;
using Trawl.Clients.Tests.Programs;
using Trawl.Clients.Tests.Server;

namespace Trawl.Clients.Tests.EventStreams;

/// <summary>npm's <c>eventsource</c>, which follows the browsers' rules.</summary>
[Collection(LiveServers.Name)]
public sealed class EventSourceTests(LiveServer server)
{
    [Fact]
    public async Task A_stream_that_was_cut_resumes_by_its_last_id_and_ends_for_good_after_the_end()
    {
        using var job = await server.NewJobAsync("streaming", total: 10);
        await using var line = new CutLine(server.Address);
        await using var client = Start(line.Address, $"/events?channel={job.Channel}&after=0&userId=streaming");
        await client.SeesAsync("subscribed");
        await client.SeesAsync("started", job.Id);
        await job.ProgressAsync(new { completed = 5 });
        await client.SeesAsync("progress", job.Id, e => e.GetProperty("data").GetProperty("progress").GetDouble() == 50);
        await job.EventAsync("sync:progress", new { stage = "syncing" });
        await client.SeesAsync("sync:progress", job.Id);

        line.Cut();
        await job.ModelResultAsync(new { model = "between", provider = "", status = "completed", result = "" });
        await client.SeesAsync("error", e => !e.GetProperty("closed").GetBoolean());
        await client.SeesAsync("model_result", job.Id);
        await job.CompleteAsync(new { answer = 42 });
        await client.SeesAsync("completed", job.Id);

        // The server ends the stream, and says 204 to who comes back with the last position.
        await client.SeesAsync("error", e => e.GetProperty("closed").GetBoolean());
        var log = client.Seen.Where(one => one.Name is "started" or "model_result" or "stage" or "completed").ToArray();
        Assert.Equal(["started", "model_result", "stage", "completed"], log.Select(one => one.Name));
        Assert.Equal(["1", "2", "3", "4"], log.Select(one => one.Args[1].GetString()));
        Assert.All(log, one => Assert.Equal(one.Args[1].GetString(), one.Args[0].GetProperty("seq").GetInt64().ToString(CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_channel_that_is_not_the_callers_is_refused_for_good()
    {
        using var job = await server.NewJobAsync("somebody-else");
        await using var client = Start(server.Address, $"/events?channel={job.Channel}&userId=streaming");
        Assert.Equal(404, (await client.SeesAsync("error", e => e.GetProperty("closed").GetBoolean())).GetProperty("code").GetInt32());
    }

    private static ClientProgram Start(Uri address, string path) => ClientProgram.Node("eventsource.mjs", new { url = new Uri(address, path) });
}
