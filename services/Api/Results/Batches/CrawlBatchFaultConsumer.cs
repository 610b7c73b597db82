using MassTransit;
using Trawl.Api.Database;
using Trawl.Api.Jobs.Leases;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Results.Batches;

/// <summary>A batch that no crawler could take on: its pages fail, the job goes on.</summary>
internal sealed class CrawlBatchFaultConsumer(LeaseReturn leases, DatabaseReady ready) : IConsumer<Fault<CrawlBatch>>
{
    public async Task Consume(ConsumeContext<Fault<CrawlBatch>> context)
    {
        await ready.WaitAsync(context.CancellationToken);
        await leases.ReturnAsync([context.Message.Message.BatchId], LeaseReturnKind.Faulted, context.CancellationToken);
    }
}
