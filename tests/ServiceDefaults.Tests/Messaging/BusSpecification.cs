using System.Collections.Concurrent;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Trawl.ServiceDefaults.Messaging;
using Trawl.TestSupport;

namespace Trawl.ServiceDefaults.Tests.Messaging;

/// <summary>What modules may count on from the one bus, whichever transport carries it.</summary>
public abstract class BusSpecification
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    public sealed record Told
    {
        public required string Text { get; init; }
    }

    public sealed record Question
    {
        public required int Number { get; init; }
    }

    public sealed record Answer
    {
        public required int Twice { get; init; }
    }

    public sealed class Heard
    {
        public ConcurrentQueue<string> By { get; } = new();
    }

    public sealed class WorkBusSpecConsumer(Heard heard) : IConsumer<Told>
    {
        public Task Consume(ConsumeContext<Told> context)
        {
            heard.By.Enqueue("one of us: " + context.Message.Text);
            return Task.CompletedTask;
        }
    }

    public sealed class EveryoneBusSpecConsumer(Heard heard) : IConsumer<Told>
    {
        public Task Consume(ConsumeContext<Told> context)
        {
            heard.By.Enqueue("each of us: " + context.Message.Text);
            return Task.CompletedTask;
        }
    }

    public sealed class QuestionBusSpecConsumer : IConsumer<Question>
    {
        public Task Consume(ConsumeContext<Question> context) => context.RespondAsync(new Answer { Twice = context.Message.Number * 2 });
    }

    protected abstract Task<string?> BrokerAsync();

    [Fact]
    public async Task Modules_share_one_bus_with_work_for_one_news_for_all_and_questions()
    {
        await using var app = await StartAsync(await BrokerAsync());
        var heard = app.Services.GetRequiredService<Heard>();

        await app.Services.GetRequiredService<IBus>().Publish(new Told { Text = "hello" });
        await Eventually.TrueAsync(() => heard.By.Count == 2, Deadline);
        Assert.Equal(["each of us: hello", "one of us: hello"], heard.By.Order());

        using var scope = app.Services.CreateScope();
        var answer = await scope.ServiceProvider.GetRequiredService<IRequestClient<Question>>().GetResponse<Answer>(new Question { Number = 21 });
        Assert.Equal(42, answer.Message.Twice);
    }

    private static async Task<WebApplication> StartAsync(string? broker)
    {
        var builder = WebApplication.CreateBuilder(broker is null ? ["--urls=http://127.0.0.1:0"] : ["--urls=http://127.0.0.1:0", $"--ConnectionStrings:Broker={broker}"]);
        builder.Services.AddSingleton<Heard>();
        builder.Services.AddOptions<MassTransitHostOptions>().Configure(options => options.WaitUntilStarted = true);
        builder.AddMessagingModule(bus => bus.AddConsumer<WorkBusSpecConsumer>());
        builder.AddMessagingModule(bus => bus.AddConsumer<EveryoneBusSpecConsumer>().Endpoint(InstanceEndpoint.Configure));
        builder.AddMessagingModule(bus =>
        {
            bus.AddConsumer<QuestionBusSpecConsumer>();
            bus.AddRequestClient<Question>();
        });
        builder.AddMessaging(allowInMemory: broker is null);
        var app = builder.Build();
        await app.StartAsync();
        return app;
    }
}

public sealed class InMemoryBusTests : BusSpecification
{
    protected override Task<string?> BrokerAsync() => Task.FromResult<string?>(null);
}

public sealed class RabbitMqBusTests : BusSpecification
{
    protected override async Task<string?> BrokerAsync() => (await RabbitMqServer.SharedAsync()).ConnectionString;
}
