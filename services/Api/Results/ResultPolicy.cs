using MassTransit;

namespace Trawl.Api.Results;

/// <summary>How results are taken off their queues.</summary>
internal static class ResultPolicy
{
    private const int BatchSize = 100;

    // The database away for some minutes must not turn finished work into errors; what is lost in the end, a lease brings back.
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60),
    ];

    /// <summary>A hundred, or what came within 50 ms: late enough to be one transaction, early enough to look live.</summary>
    public static void Batches<T>(IReceiveEndpointConfigurator endpoint, IConsumerConfigurator<T> consumer)
        where T : class
    {
        // One batch being written, one being collected, and one to spare.
        endpoint.PrefetchCount = BatchSize * 3;
        Retry(endpoint);
        consumer.Options<BatchOptions>(batch => batch.SetMessageLimit(BatchSize).SetTimeLimit(TimeSpan.FromMilliseconds(50)).SetConcurrencyLimit(2));
    }

    public static void Singly(IReceiveEndpointConfigurator endpoint)
    {
        // Each holds up to half a megabyte of text or vectors; two keep the connection busy while one waits for the disk.
        endpoint.PrefetchCount = 4;
        endpoint.ConcurrentMessageLimit = 2;
        Retry(endpoint);
    }

    private static void Retry(IReceiveEndpointConfigurator endpoint) => endpoint.UseMessageRetry(retry => retry.Intervals(Pauses));
}
