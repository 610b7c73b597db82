using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Trawl.Embedder.Tests.Models.OpenAi;

/// <summary>Speaks OpenAI's embeddings API: vectors of 16 numbers, the first of them the text's length; answers in reverse order, as it may.</summary>
public sealed class EmbeddingsServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private EmbeddingsServer(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.First());

    public ConcurrentQueue<(string Path, string? Authorization, string? Model)> Requests { get; } = [];

    public (HttpStatusCode Status, string Body)? Answer { get; set; }

    public bool Hang { get; set; }

    /// <summary>Done when the first request has come.</summary>
    public Task Asked => asked.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public static async Task<EmbeddingsServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new EmbeddingsServer(builder.Build());
        server.app.Run(server.HandleAsync);
        await server.app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        var request = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body, cancellationToken: context.RequestAborted);
        Requests.Enqueue((context.Request.Path, context.Request.Headers.Authorization, request.GetProperty("model").GetString()));
        var answer = Answer;
        asked.TrySetResult();
        if (Hang)
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        if (answer is var (status, body))
        {
            context.Response.StatusCode = (int)status;
            await context.Response.WriteAsync(body);
            return;
        }

        var data = request.GetProperty("input").EnumerateArray().Select((text, index) => new
        {
            @object = "embedding",
            index,
            embedding = Enumerable.Range(0, 16).Select(i => i == 0 ? text.GetString()!.Length : 0.5),
        });
        await context.Response.WriteAsJsonAsync(new { @object = "list", data = data.Reverse(), model = "nomic", usage = new { prompt_tokens = 1 } });
    }
}
