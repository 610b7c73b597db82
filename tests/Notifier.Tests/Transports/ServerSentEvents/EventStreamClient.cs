using System.Text.Json;

namespace Trawl.Notifier.Tests.Transports.ServerSentEvents;

/// <summary>What EventSource does: reads the lines, remembers the last id and the delay to come back after.</summary>
internal sealed class EventStreamClient : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);
    private readonly HttpClient _http;
    private readonly StreamReader _lines;

    private EventStreamClient(HttpClient http, HttpResponseMessage response, Stream body)
    {
        _http = http;
        Response = response;
        _lines = new StreamReader(body);
    }

    public HttpResponseMessage Response { get; }
    public string? LastEventId { get; private set; }
    public int? RetryMs { get; private set; }
    public int Comments { get; private set; }

    public static async Task<EventStreamClient> OpenAsync(NotifierApp app, string query, Action<HttpRequestMessage>? configure = null)
    {
        var http = new HttpClient { BaseAddress = app.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/events{query}");
        configure?.Invoke(request);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Deadline);
        return new EventStreamClient(http, response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event; null when the server has ended the stream.</summary>
    public async Task<ServerSentEvent?> NextAsync()
    {
        string? type = null, id = null, data = null;
        while (await _lines.ReadLineAsync().WaitAsync(Deadline) is { } line)
        {
            if (line.Length == 0 && data is not null)
                return new ServerSentEvent(id, type ?? "message", JsonDocument.Parse(data).RootElement);
            if (line.StartsWith(':'))
                Comments++;
            else if (line.StartsWith("id: ", StringComparison.Ordinal))
                LastEventId = id = line[4..];
            else if (line.StartsWith("event: ", StringComparison.Ordinal))
                type = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                data = data is null ? line[6..] : $"{data}\n{line[6..]}";
            else if (line.StartsWith("retry: ", StringComparison.Ordinal))
                RetryMs = int.Parse(line[7..], System.Globalization.CultureInfo.InvariantCulture);
            else
                Assert.Empty(line);
        }

        return null;
    }

    /// <summary>Everything up to the first event that will do.</summary>
    public async Task<List<ServerSentEvent>> UntilAsync(Func<ServerSentEvent, bool> enough)
    {
        var all = new List<ServerSentEvent>();
        while (await NextAsync() is { } next)
        {
            all.Add(next);
            if (enough(next))
                return all;
        }

        Assert.Fail($"Ended before; got {string.Join(" ", all)}");
        return all;
    }

    public Task<List<ServerSentEvent>> UntilAsync(string type) => UntilAsync(e => e.Type == type);

    /// <summary>Everything up to the end that the server makes.</summary>
    public async Task<List<ServerSentEvent>> ToEndAsync()
    {
        var all = new List<ServerSentEvent>();
        while (await NextAsync() is { } next)
            all.Add(next);
        return all;
    }

    public ValueTask DisposeAsync()
    {
        Response.Dispose();
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}

internal sealed record ServerSentEvent(string? Id, string Type, JsonElement Data);
