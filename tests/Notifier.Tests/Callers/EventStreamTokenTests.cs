using System.Net;
using Trawl.Notifier.Tests.Transports.ServerSentEvents;

namespace Trawl.Notifier.Tests.Callers;

public sealed class EventStreamTokenTests
{
    [Fact]
    public async Task A_stream_needs_a_token_and_ends_with_it_so_that_the_client_comes_again()
    {
        await using var host = await TokenHost.StartAsync();
        await using var nobody = await EventStreamClient.OpenAsync(host.App, $"?channel={host.App.Job}&userId=alice");
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.Response.StatusCode);

        await using var stream = await EventStreamClient.OpenAsync(host.App, $"?channel={host.App.Job}&access_token={host.Token("alice")}");
        await stream.UntilAsync("subscribed");
        host.Pass(seconds: 61);
        await host.App.SayAsync(1);

        var end = await stream.ToEndAsync();
        Assert.Equal(("unsubscribed", "token_expired"), (end[0].Type, end[0].Data.GetProperty("reason").GetString()));
        Assert.DoesNotContain(end, e => e.Type == "stage");

        await using var again = await EventStreamClient.OpenAsync(
            host.App, $"?channel={host.App.Job}&access_token={host.Token("alice")}", request => request.Headers.Add("Last-Event-ID", stream.LastEventId));
        Assert.Equal("stage", (await again.UntilAsync("stage"))[^1].Type);
    }

    [Fact]
    public async Task A_header_does_as_well()
    {
        await using var host = await TokenHost.StartAsync();
        await using var stream = await EventStreamClient.OpenAsync(
            host.App, "?channel=user:alice", request => request.Headers.Authorization = new("Bearer", host.Token("alice")));

        Assert.Equal("user:alice", (await stream.UntilAsync("subscribed"))[^1].Data.GetProperty("channel").GetString());
    }
}
