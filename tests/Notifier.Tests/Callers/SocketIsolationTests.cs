using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Trawl.Notifier.Tests.Channels;
using Trawl.Notifier.Tests.Transports;
using Trawl.Notifier.Tests.Transports.SocketIo;
using Trawl.TestSupport;
using Trawl.TestSupport.Callers;

namespace Trawl.Notifier.Tests.Callers;

/// <summary>On every transport, by every way to ask: another user's channel answers exactly as one that does not exist.</summary>
public sealed class SocketIsolationTests
{
    /// <summary>Ways to ask for a channel, as mallory; each answers what it was told.</summary>
    private static readonly Dictionary<string, Func<NotifierApp, string, string, Task<string>>> Ways = new()
    {
        ["ws"] = async (app, credential, channel) =>
        {
            using var client = await app.ConnectAsync($"?{credential}");
            await client.ReceiveAsync();
            await client.SendAsync(new { action = "subscribe", channel, after = 0 });
            return (await client.ReceiveAsync())!.Value.GetRawText();
        },
        ["ws?channel="] = async (app, credential, channel) =>
        {
            using var client = await app.ConnectAsync($"?{credential}&channel={channel}&after=0");
            await client.ReceiveAsync();
            return (await client.ReceiveAsync())!.Value.GetRawText();
        },
        ["cursor"] = async (app, credential, channel) =>
        {
            using var client = await app.ConnectAsync($"?{credential}");
            await client.ReceiveAsync();
            await client.SendAsync(new { action = "cursor", channel, position = 1 });
            return (await client.ReceiveAsync())!.Value.GetRawText();
        },
        ["knowledge"] = async (app, credential, channel) =>
        {
            using var client = await app.ConnectAsync($"?{credential}", path: "/api/knowledge/ws");
            await client.UntilAsync("subscribed");
            await client.SendAsync(new { action = "subscribe", channel, after = 0 });
            return (await client.ReceiveAsync())!.Value.GetRawText();
        },
        ["ws/progress"] = async (app, credential, channel) =>
        {
            using var client = await app.ConnectAsync($"?{credential}", path: $"/ws/progress/{channel[4..]}");
            await client.ReceiveAsync();
            var told = (await client.ReceiveAsync())!.Value.GetRawText();
            Assert.Null(await client.ReceiveAsync());
            return told + client.Socket.CloseStatusDescription;
        },
        ["events"] = async (app, credential, channel) =>
        {
            using var http = new HttpClient { BaseAddress = app.Address };
            using var answer = await http.GetAsync($"/events?{credential}&channel={channel}&after=0");
            var problem = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
            return $"{answer.StatusCode} {problem.GetProperty("code")} {problem.GetProperty("title")} {problem.GetProperty("detail")}";
        },
        ["hub"] = async (app, credential, channel) =>
        {
            await using var hub = await HubClient.ConnectAsync(app.Address, $"/hubs/jobs?{credential}");
            return (await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync<JsonElement>("Subscribe", channel, 0L))).Message;
        },
        ["hub Move"] = async (app, credential, channel) =>
        {
            await using var hub = await HubClient.ConnectAsync(app.Address, $"/hubs/jobs?{credential}");
            return (await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync("Move", channel, new { position = 1 }))).Message;
        },
        ["socket.io"] = (app, credential, channel) => SocketIoAsync(app, credential, channel, polls: false),
        ["socket.io polling"] = (app, credential, channel) => SocketIoAsync(app, credential, channel, polls: true),
    };

    public static TheoryData<string, bool> Transports
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var way in Ways.Keys)
            {
                data.Add(way, false);
                data.Add(way, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Another_user_s_channel_does_not_exist(string way, bool proves)
    {
        await using var app = await NotifierApp.StartAsync(proves ? TestTokens.Settings : []);
        await app.SayAsync(3);
        var credential = proves ? $"userId=alice&access_token={TestTokens.For("mallory")}" : "userId=mallory";

        var missing = $"job:{Guid.CreateVersion7()}";
        var theirs = await AskAsync(way, app, credential, app.Job);
        Assert.Contains("not_found", theirs, StringComparison.Ordinal);
        Assert.Equal(await AskAsync(way, app, credential, missing), theirs);
        if (way == "ws/progress")
            return; // it knows jobs only
        Assert.Equal(theirs, await AskAsync(way, app, credential, "user:alice"));
        Assert.Equal(theirs, await AskAsync(way, app, credential, "user:nobody"));
    }

    [Fact]
    public async Task An_admin_may_hear_everything()
    {
        await using var app = await NotifierApp.StartAsync(TestTokens.Settings);
        using var client = await app.ConnectAsync($"?access_token={TestTokens.For("root", admin: true)}&channel={app.Job}&channel=user:alice");

        await client.UntilAsync("subscribed");
        await client.UntilAsync("subscribed");
    }

    [Fact]
    public async Task A_userId_in_the_query_opens_nobody_s_channel_where_callers_prove_who_they_are()
    {
        await using var app = await NotifierApp.StartAsync(TestTokens.Settings);
        using var client = await app.ConnectAsync($"?userId=alice&access_token={TestTokens.For("mallory")}", path: "/api/knowledge/ws");

        Assert.Equal("user:mallory", (await client.UntilAsync("subscribed"))[^1].GetProperty("channel").GetString());
    }

    private static async Task<string> SocketIoAsync(NotifierApp app, string credential, string channel, bool polls)
    {
        using var client = await SocketIoClient.ConnectAsync(app, polls, credential);
        await client.EmitAsync("subscribe", channel.StartsWith("job:", StringComparison.Ordinal) ? new { jobId = channel[4..] } : new { userId = channel[5..] });
        var told = await client.NextAsync();
        return $"{told.Name} {told.Argument.GetProperty("code")} {told.Argument.GetProperty("error")}";
    }

    // But for the name that was asked for.
    private static async Task<string> AskAsync(string way, NotifierApp app, string credential, string channel) =>
        (await Ways[way](app, credential, channel)).Replace(channel, "CHANNEL", StringComparison.Ordinal);
}
