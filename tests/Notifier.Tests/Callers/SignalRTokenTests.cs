using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Trawl.TestSupport;

namespace Trawl.Notifier.Tests.Callers;

public sealed class SignalRTokenTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Neither_negotiation_nor_socket_is_had_without_a_token()
    {
        await using var host = await TokenHost.StartAsync();
        using var http = new HttpClient { BaseAddress = host.App.Address };

        Assert.Equal(HttpStatusCode.Unauthorized, (await http.PostAsync("/hubs/jobs/negotiate?negotiateVersion=1&userId=alice", null)).StatusCode);
        await Assert.ThrowsAsync<WebSocketException>(() => HubClient.ConnectAsync(host.App.Address, "/hubs/jobs?userId=alice"));
        http.DefaultRequestHeaders.Authorization = new("Bearer", host.Token("alice"));
        Assert.Equal(HttpStatusCode.OK, (await http.PostAsync("/hubs/jobs/negotiate?negotiateVersion=1", null)).StatusCode);
    }

    [Fact]
    public async Task A_client_renews_by_a_call_and_is_silenced_and_closed_without()
    {
        await using var host = await TokenHost.StartAsync();
        await using var hub = await HubClient.ConnectAsync(host.App.Address, $"/hubs/jobs?access_token={host.Token("alice")}");
        var ended = new TaskCompletionSource<JsonElement>();
        var closed = new TaskCompletionSource<Exception?>();
        hub.On<JsonElement>("unsubscribed", e => ended.TrySetResult(e));
        hub.Closed += error =>
        {
            closed.TrySetResult(error);
            return Task.CompletedTask;
        };
        await hub.InvokeAsync<JsonElement>("Subscribe", host.App.Job, null);

        var renewed = await hub.InvokeAsync<JsonElement>("Authenticate", host.Token("alice", seconds: 120));
        Assert.Equal("alice", renewed.GetProperty("userId").GetString());
        Assert.Equal(host.Time.GetUtcNow().AddSeconds(120), renewed.GetProperty("expiresAt").GetDateTimeOffset());
        Assert.StartsWith("not_allowed", await FaultAsync(hub, "Authenticate", host.Token("bob")), StringComparison.Ordinal);
        host.Pass(seconds: 90);
        Assert.False(ended.Task.IsCompleted);

        host.Pass(seconds: 31);
        Assert.Equal("token_expired", (await ended.Task.WaitAsync(Deadline)).GetProperty("reason").GetString());
        Assert.StartsWith("unauthorized", await FaultAsync(hub, "Subscribe", "user:alice"), StringComparison.Ordinal);
        Assert.StartsWith("unauthorized", await FaultAsync(hub, "Unsubscribe", "user:alice"), StringComparison.Ordinal);
        host.Pass(seconds: 31);
        Assert.Contains("token_expired", (await closed.Task.WaitAsync(Deadline))!.Message, StringComparison.Ordinal);
    }

    // The client's message has words of its own in front.
    private static async Task<string> FaultAsync(HubConnection hub, string method, string argument) =>
        (await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync<JsonElement>(method, argument))).Message.Split("HubException: ")[^1];
}
