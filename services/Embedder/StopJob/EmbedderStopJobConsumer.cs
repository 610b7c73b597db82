using MassTransit;

namespace Trawl.Embedder.StopJob;

// Inside the namespace, where the message's name wins over the slice's.
using StopJob = Trawl.Contracts.Jobs.StopJob;

/// <summary>Each process has a queue of its own for this: every worker must hear it.</summary>
internal sealed class EmbedderStopJobConsumer(StoppedJobs stopped, TimeProvider time) : IConsumer<StopJob>
{
    public Task Consume(ConsumeContext<StopJob> context)
    {
        stopped.Stop(context.Message.JobId, context.SentTime ?? time.GetUtcNow().UtcDateTime);
        return Task.CompletedTask;
    }
}
