using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Trawl.Contracts.Embedding;
using Trawl.Contracts.Workers;
using Trawl.ServiceDefaults.Events;
using Trawl.ServiceDefaults.Hosting;
using Trawl.ServiceDefaults.Messaging;

namespace Trawl.Embedder.Tests;

/// <summary>The whole Embedder in this process, with the in-memory transport, as AllInOne has it; and the Api's ear for what it says.</summary>
public sealed class RunningEmbedder : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private readonly WebApplication app;

    private RunningEmbedder(WebApplication app) => this.app = app;

    public IBus Bus => app.Services.GetRequiredService<IBus>();

    internal RecordedEvents Events => app.Services.GetRequiredService<RecordedEvents>();

    public static async Task<RunningEmbedder> StartAsync(params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value));
        builder.Configuration["ASPNETCORE_URLS"] = builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.AddServiceDefaults("embedder", ServiceKind.Worker);
        builder.AddEmbedder();
        builder.AddMessagingModule(bus =>
        {
            bus.AddConsumer<Ear<DocumentsEmbedded>>();
            bus.AddConsumer<Ear<WorkerHeartbeat>>();
            bus.AddRequestClient<Contracts.Embedding.EmbedQuery>();
        });
        builder.AddMessaging(allowInMemory: true);
        builder.Services.AddSingleton(typeof(Heard<>));
        builder.Services.AddSingleton<RecordedEvents>();
        builder.Services.AddSingleton<IEventPublisher>(services => services.GetRequiredService<RecordedEvents>());
        builder.Services.Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true);
        var app = builder.Build();
        await app.StartAsync();
        return new RunningEmbedder(app);
    }

    public async Task<T> NextAsync<T>()
        where T : class
    {
        using var deadline = new CancellationTokenSource(Deadline);
        return await app.Services.GetRequiredService<Heard<T>>().Messages.Reader.ReadAsync(deadline.Token);
    }

    public async Task<QueryEmbedded> AskAsync(string model, string text)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var client = scope.ServiceProvider.GetRequiredService<IRequestClient<Contracts.Embedding.EmbedQuery>>();
        return (await client.GetResponse<QueryEmbedded>(new Contracts.Embedding.EmbedQuery { Model = model, Text = text })).Message;
    }

    public Task StopAsync() => app.StopAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    internal sealed class Heard<T>
    {
        public Channel<T> Messages { get; } = Channel.CreateUnbounded<T>();
    }

    internal sealed class Ear<T>(Heard<T> heard) : IConsumer<T>
        where T : class
    {
        public Task Consume(ConsumeContext<T> context)
        {
            heard.Messages.Writer.TryWrite(context.Message);
            return Task.CompletedTask;
        }
    }

    internal sealed class RecordedEvents : IEventPublisher
    {
        private readonly ConcurrentQueue<EventMessage> published = [];

        public IReadOnlyList<(string Channel, string Json)> Published =>
            [.. published.Select(message => (message.Channel, System.Text.Encoding.UTF8.GetString(message.Body.Span)))];

        public IReadOnlyList<JsonElement> Of(string channel, string type) =>
            [.. Published.Where(e => e.Channel == channel).Select(e => JsonElement.Parse(e.Json)).Where(e => e.GetProperty("type").GetString() == type)];

        public void Publish(EventMessage message) => published.Enqueue(message);

        public Task PublishConfirmedAsync(IReadOnlyList<EventMessage> messages, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
