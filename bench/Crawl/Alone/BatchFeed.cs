using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Trawl.Contracts.Crawling;

namespace Trawl.Crawl.Alone;

/// <summary>
/// The other end of a Crawler's queues, without a MassTransit of its own: sends it batches as the dispatcher would, and throws away
/// what it answers.
/// </summary>
internal sealed class BatchFeed : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly IConnection _connection;
    private readonly IChannel _channel;
    private readonly SemaphoreSlim _completed = new(0);
    private int _crawled;
    private int _failed;

    private BatchFeed(IConnection connection, IChannel channel) => (_connection, _channel) = (connection, channel);

    public static async Task<BatchFeed> ConnectAsync(string broker)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync();
        var feed = new BatchFeed(connection, await connection.CreateChannelAsync());
        await feed.ListenAsync();
        return feed;
    }

    /// <summary>Sends these batches, so many at a time, and returns when all are completed: the pages that were crawled.</summary>
    /// <exception cref="InvalidOperationException">A page failed.</exception>
    public async Task<int> RunAsync(IEnumerable<CrawlBatch> batches, int atOnce)
    {
        (_crawled, _failed) = (0, 0);
        var open = 0;
        foreach (var batch in batches)
        {
            if (open == atOnce)
            {
                await _completed.WaitAsync();
                open--;
            }

            await SendAsync(batch);
            open++;
        }

        for (; open > 0; open--)
            await _completed.WaitAsync();
        return _failed == 0 ? _crawled : throw new InvalidOperationException($"{_failed} pages failed.");
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        _completed.Dispose();
    }

    private async Task ListenAsync()
    {
        var results = (await _channel.QueueDeclareAsync()).QueueName;
        foreach (var exchange in (string[])["contracts.page-crawled", "contracts.page-failed", "contracts.crawl-batch-completed"])
        {
            await _channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
            await _channel.QueueBindAsync(results, exchange, "");
        }

        var consumer = new AsyncEventingBasicConsumer(_channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            if (delivery.Exchange == "contracts.crawl-batch-completed")
                Completed(delivery.Body);
            return Task.CompletedTask;
        };
        await _channel.BasicConsumeAsync(results, autoAck: true, consumer);
    }

    private void Completed(ReadOnlyMemory<byte> body)
    {
        using var envelope = JsonDocument.Parse(body);
        var message = envelope.RootElement.GetProperty("message").Deserialize<CrawlBatchCompleted>(Json)!;
        _crawled += message.Crawled;
        _failed += message.Failed + message.NotFetched.Count;
        _completed.Release();
    }

    private async Task SendAsync(CrawlBatch batch)
    {
        var envelope = new { messageId = Guid.NewGuid(), messageType = (string[])["urn:message:crawl-batch:v1"], message = batch, sentTime = DateTime.UtcNow };
        var properties = new BasicProperties { ContentType = "application/vnd.masstransit+json", Persistent = true };
        await _channel.BasicPublishAsync("contracts.crawl-batch", "", mandatory: true, properties, JsonSerializer.SerializeToUtf8Bytes(envelope, Json));
    }
}
