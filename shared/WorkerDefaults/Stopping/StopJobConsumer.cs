using MassTransit;
using Trawl.Contracts.Jobs;

namespace Trawl.WorkerDefaults.Stopping;

/// <summary>Every process hears it: the job's batches may be with any of them.</summary>
internal sealed class StopJobConsumer(StoppedJobs jobs, TimeProvider time) : IConsumer<StopJob>
{
    public Task Consume(ConsumeContext<StopJob> context)
    {
        jobs.Stop(context.Message.JobId, context.SentTime ?? time.GetUtcNow().UtcDateTime);
        return Task.CompletedTask;
    }
}
