using MassTransit;
using Trawl.Api.Database;
using Trawl.Api.Jobs.Leases;
using Trawl.Contracts.Embedding;

namespace Trawl.Api.Results.Embedding;

/// <summary>A batch that no embedder could take on: its documents stay without vectors, the job goes on.</summary>
internal sealed class EmbedDocumentsFaultConsumer(LeaseReturn leases, DatabaseReady ready) : IConsumer<Fault<EmbedDocuments>>
{
    public async Task Consume(ConsumeContext<Fault<EmbedDocuments>> context)
    {
        await ready.WaitAsync(context.CancellationToken);
        await leases.ReturnAsync([context.Message.Message.BatchId], LeaseReturnKind.Faulted, context.CancellationToken);
    }
}
