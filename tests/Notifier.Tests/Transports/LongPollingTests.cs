using System.Text;
using System.Text.Json;

namespace Trawl.Notifier.Tests.Transports;

/// <summary>SignalR's transports for lines that let no WebSocket through, spoken by hand.</summary>
public sealed class LongPollingTests
{
    private const char End = '\u001e';

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Seed", "S1.26")]
    public async Task Answer_and_events_arrive_without_a_WebSocket(bool serverSentEvents)
    {
        await using var app = await NotifierApp.StartAsync();
        await app.SayAsync(2);
        using var http = new HttpClient { BaseAddress = app.Address, Timeout = TimeSpan.FromSeconds(20) };
        using var negotiated = await http.PostAsync("/hubs/jobs/negotiate?negotiateVersion=1&userId=alice", null);
        var token = JsonDocument.Parse(await negotiated.Content.ReadAsStringAsync()).RootElement.GetProperty("connectionToken").GetString();
        var url = $"/hubs/jobs?userId=alice&id={token}";

        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (serverSentEvents)
            request.Headers.Accept.ParseAdd("text/event-stream");
        using var opened = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var reader = serverSentEvents ? new StreamReader(await opened.Content.ReadAsStreamAsync()) : null;

        await SendAsync("{\"protocol\":\"json\",\"version\":1}");
        await SendAsync("{\"type\":1,\"invocationId\":\"1\",\"target\":\"Subscribe\",\"arguments\":[\"" + app.Job + "\",0]}");

        var got = new StringBuilder();
        // The answer names seq 2 as well: only the second event is the end.
        while (got.ToString().Split("\"target\":\"stage\"").Length < 3)
            got.Append(reader is null ? await http.GetStringAsync(url) : await reader.ReadLineAsync());
        var messages = got.ToString();
        Assert.InRange(messages.IndexOf("\"invocationId\":\"1\"", StringComparison.Ordinal), 0, messages.IndexOf("\"target\":\"stage\"", StringComparison.Ordinal));

        async Task SendAsync(string message)
        {
            using var content = new StringContent(message + End);
            using var sent = await http.PostAsync(url, content);
            sent.EnsureSuccessStatusCode();
        }
    }
}
