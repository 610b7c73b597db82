using System.Net;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;

namespace Trawl.Pipeline.Tests.Disturbance;

/// <summary>What carries SignalR's messages: one WebSocket, or requests that belong to one negotiation.</summary>
internal sealed class HubLine : IAsyncDisposable
{
    private readonly CancellationToken _end;
    private readonly ClientWebSocket? _socket;
    private readonly HttpClient? _http;
    private readonly string _url = "";
    private HttpResponseMessage? _stream;

    private HubLine(ClientWebSocket socket, CancellationToken end) => (_socket, _end) = (socket, end);

    private HubLine(HttpClient http, string url, CancellationToken end) => (_http, _url, _end) = (http, url, end);

    public static async Task<HubLine> OpenAsync(HubTransport transport, Place place, CancellationToken cancellationToken)
    {
        if (transport == HubTransport.WebSocket)
            return new HubLine(await Sockets.OpenAsync(place.Server, $"/hubs/jobs?userId={place.User}", cancellationToken), cancellationToken);
        var http = transport == HubTransport.LongPolling ? Sockets.Polling(place.Server) : new HttpClient { BaseAddress = place.Server };
        try
        {
            using var negotiated = await http.PostAsync($"/hubs/jobs/negotiate?negotiateVersion=1&userId={place.User}", null, cancellationToken);
            negotiated.EnsureSuccessStatusCode();
            var token = System.Text.Json.JsonElement.Parse(await negotiated.Content.ReadAsStringAsync(cancellationToken)).GetProperty("connectionToken").GetString();
            var line = new HubLine(http, $"/hubs/jobs?userId={place.User}&id={token}", cancellationToken);
            await line.ConnectAsync(transport == HubTransport.ServerSentEvents);
            return line;
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    public async Task SendAsync(string message)
    {
        if (_socket is not null)
        {
            await _socket.SendAsync(message, _end);
            return;
        }

        using var content = new StringContent(message);
        using var sent = await _http!.PostAsync(_url, content, _end);
        sent.EnsureSuccessStatusCode();
    }

    public IAsyncEnumerable<string> ReadAsync() =>
        _socket is not null ? _socket.MessagesAsync(_end) : _stream is not null ? StreamedAsync(_stream, _end) : PolledAsync(_end);

    // The first request of either kind is answered at once, when the connection stands.
    private async Task ConnectAsync(bool streams)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _url);
        if (streams)
            request.Headers.Accept.ParseAdd("text/event-stream");
        var answer = await _http!.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _end);
        answer.EnsureSuccessStatusCode();
        if (streams)
            _stream = answer;
        else
            answer.Dispose();
    }

    private static async IAsyncEnumerable<string> StreamedAsync(HttpResponseMessage answer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                yield return line[6..];
        }
    }

    private async IAsyncEnumerable<string> PolledAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            using var answer = await _http!.GetAsync(_url, cancellationToken);
            if (answer.StatusCode == HttpStatusCode.NoContent)
                yield break;
            answer.EnsureSuccessStatusCode();
            yield return await answer.Content.ReadAsStringAsync(cancellationToken);
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket?.Dispose();
        _stream?.Dispose();
        _http?.Dispose();
        return ValueTask.CompletedTask;
    }
}
