using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Trawl.TestSupport.Callers;

namespace Trawl.Pipeline.Tests.Callers;

/// <summary>The Api and the Notifier as processes of their own, which share a secret and nothing else about callers.</summary>
public sealed class SeparateHostsTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);
    private readonly HttpClient _http = new();
    private readonly ClusterDeployment _cluster = new(["Api", "Notifier"], TestTokens.Settings.ToDictionary(
        setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value));

    public Task InitializeAsync() => _cluster.InitializeAsync();

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task A_token_is_good_for_both_and_for_its_user_only()
    {
        using var submitted = await SendAsync(HttpMethod.Post, "/api/jobs", TestTokens.For("alice"), """{"type":"custom","total":10}""");
        Assert.Equal(HttpStatusCode.Accepted, submitted.StatusCode);
        var job = await submitted.Content.ReadFromJsonAsync<JsonElement>();
        var (id, reportToken) = (job.GetProperty("id").GetString()!, job.GetProperty("reportToken").GetString()!);

        using var alice = await ConnectAsync(TestTokens.For("alice"), $"job:{id}");
        Assert.Equal("subscribed", await UntilAsync(alice, "subscribed"));
        using var reported = await SendAsync(
            HttpMethod.Post, $"/api/jobs/{id}/model-results", reportToken, """{"model":"m","provider":"p","status":"completed"}""");
        Assert.Equal(HttpStatusCode.Accepted, reported.StatusCode);
        Assert.Equal("model_result", await UntilAsync(alice, "model_result"));

        using var mallory = await ConnectAsync(TestTokens.For("mallory"), $"job:{id}");
        Assert.Equal("error", await UntilAsync(mallory, "error"));
        using var hers = await SendAsync(HttpMethod.Get, $"/api/jobs/{id}", TestTokens.For("mallory"));
        using var stream = await _http.GetAsync(new Uri(_cluster.Notifier, $"/events?channel=job:{id}&access_token={TestTokens.For("mallory")}"));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (hers.StatusCode, stream.StatusCode));

        using var nobody = await _http.GetAsync(new Uri(_cluster.Notifier, $"/events?channel=job:{id}&userId=alice"));
        Assert.Equal(HttpStatusCode.Unauthorized, nobody.StatusCode);
        Assert.DoesNotContain("eyJ", _cluster.Output, StringComparison.Ordinal); // no token was logged
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string token, string? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(_cluster.Api, path)) { Headers = { Authorization = new("Bearer", token) } };
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return await _http.SendAsync(request);
    }

    private async Task<ClientWebSocket> ConnectAsync(string token, string channel)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{_cluster.Notifier.Authority}/ws?access_token={token}&channel={channel}"), CancellationToken.None);
        return socket;
    }

    private static async Task<string?> UntilAsync(ClientWebSocket socket, string type)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer, deadline.Token);
            var told = result.MessageType == WebSocketMessageType.Close ? null : JsonElement.Parse(buffer.AsSpan(0, result.Count)).GetProperty("type").GetString();
            if (told is null || told == type)
                return told;
        }
    }
}
