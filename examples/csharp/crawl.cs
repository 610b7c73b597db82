#!/usr/bin/env dotnet
// dotnet run crawl.cs -- URL [QUERY]: crawls a site, shows how it goes, and searches it. It needs nothing but .NET 10.
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false

using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;

var server = new Uri(Environment.GetEnvironmentVariable("TRAWL_URL") ?? "http://127.0.0.1:3001");
using var http = new HttpClient { BaseAddress = server, DefaultRequestHeaders = { { "X-User-Id", "example" } } };
using var accepted = await http.PostAsJsonAsync("/api/jobs", new { url = args[0] });
accepted.EnsureSuccessStatusCode();
var job = await accepted.Content.ReadFromJsonAsync<JsonElement>();
var id = job.GetProperty("id").GetString();

// The position in the job's log. It is all that a client has to remember to miss nothing and see nothing twice.
var after = 0L;
for (var wait = TimeSpan.FromSeconds(1); !await FollowAsync(); await Task.Delay(wait * Random.Shared.NextDouble()))
    wait = wait * 2 < TimeSpan.FromSeconds(5) ? wait * 2 : TimeSpan.FromSeconds(5);

job = await http.GetFromJsonAsync<JsonElement>($"/api/jobs/{id}");
var counts = job.GetProperty("counts");
Console.WriteLine($"{job.GetProperty("status")}: {counts.GetProperty("documents")} pages, {counts.GetProperty("chunks")} passages");
if (args.Length > 1)
{
    var found = await http.GetFromJsonAsync<JsonElement>($"/api/search?q={Uri.EscapeDataString(args[1])}&sourceId={job.GetProperty("sourceId")}&limit=3");
    foreach (var hit in found.GetProperty("items").EnumerateArray())
        Console.WriteLine($"{hit.GetProperty("score").GetDouble():0.00} {hit.GetProperty("title")} {hit.GetProperty("url")}");
}

// True when the job has ended, false when the line was lost.
async Task<bool> FollowAsync()
{
    using var socket = new ClientWebSocket { Options = { KeepAliveInterval = TimeSpan.FromSeconds(30), KeepAliveTimeout = TimeSpan.FromSeconds(10) } };
    try
    {
        var address = new UriBuilder(server) { Scheme = server.Scheme == "https" ? "wss" : "ws", Path = "/ws", Query = $"userId=example&channel=job:{id}&after={after}" };
        await socket.ConnectAsync(address.Uri, default);
        while (await ReceiveAsync(socket) is { } message)
        {
            var type = message.GetProperty("type").GetString();
            if (message.TryGetProperty("seq", out var seq) && seq.ValueKind == JsonValueKind.Number && type != "subscribed")
                after = seq.GetInt64();
            if (type is "completed" or "failed" or "cancelled" or "expired" || (type == "error" && message.GetProperty("code").GetString() == "not_found"))
                return true;
            if (type == "progress" && message.GetProperty("data") is var data)
                Console.WriteLine($"{data.GetProperty("progress").GetDouble():0} % {data.GetProperty("status")} {data.GetProperty("stage")}: {data.GetProperty("counts").GetProperty("documents")} pages");
        }
    }
    catch (WebSocketException)
    {
        // Refused, or lost: tried again.
    }

    return false;
}

static async Task<JsonElement?> ReceiveAsync(WebSocket socket)
{
    using var whole = new MemoryStream();
    var part = new byte[8192];
    while (true)
    {
        var received = await socket.ReceiveAsync(part, default);
        if (received.MessageType == WebSocketMessageType.Close)
            return null;
        whole.Write(part, 0, received.Count);
        if (received.EndOfMessage)
            return JsonElement.Parse(whole.ToArray());
    }
}
