using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Trawl.TestSupport;

namespace Trawl.Api.Tests.Webhooks;

/// <summary>What a user lets us push to: it takes everything down, and answers as the test likes.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedEvent> _received = new();
    private readonly WebApplication _app;

    private Receiver(WebApplication app) => _app = app;

    public string Url { get; private set; } = "";

    public int Port => new Uri(Url).Port;

    /// <summary>Called after an event was taken down; the default answers 204.</summary>
    public Func<HttpContext, ReceivedEvent, Task> Answer { get; set; } = (context, _) =>
    {
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    };

    /// <summary>In the order they came.</summary>
    public IReadOnlyList<ReceivedEvent> Received => [.. _received];

    public static async Task<Receiver> StartAsync(int port = 0, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        var receiver = new Receiver(builder.Build());
        receiver._app.Run(receiver.TakeAsync);
        await receiver._app.StartAsync();
        receiver.Url = new UriBuilder(receiver._app.Urls.First()) { Host = certificate is null ? "127.0.0.1" : "localhost", Path = "/hook" }.Uri.AbsoluteUri;
        return receiver;
    }

    public static Func<HttpContext, ReceivedEvent, Task> Always(int status, string body = "") => async (context, _) =>
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body);
    };

    public async Task<IReadOnlyList<ReceivedEvent>> ReceiveAsync(int count)
    {
        await Eventually.TrueAsync(() => _received.Count >= count, WebhookHost.Deadline);
        return Received;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var received = new ReceivedEvent($"{context.Request.Method} {context.Request.Path}", headers, body);
        _received.Enqueue(received);
        await Answer(context, received);
    }
}

internal sealed record ReceivedEvent(string Request, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string Id => Headers["webhook-id"];

    public string Type => Json.GetProperty("type").GetString()!;

    public long Seq => Json.GetProperty("seq").GetInt64();
}
