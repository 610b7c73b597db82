using MassTransit;
using Trawl.Api.Database;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Results.Pages.Consumers;

internal sealed class PageFailedConsumer(PageResults results, DatabaseReady ready) : IConsumer<Batch<PageFailed>>
{
    public async Task Consume(ConsumeContext<Batch<PageFailed>> context)
    {
        await ready.WaitAsync(context.CancellationToken);
        await results.ApplyAsync([.. context.Message.Select(m => PageOutcome.Of(m.Message))], context.CancellationToken);
    }
}
