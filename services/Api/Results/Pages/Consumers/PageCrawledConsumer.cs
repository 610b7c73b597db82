using MassTransit;
using Trawl.Api.Database;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Results.Pages.Consumers;

internal sealed class PageCrawledConsumer(PageResults results, DatabaseReady ready) : IConsumer<Batch<PageCrawled>>
{
    public async Task Consume(ConsumeContext<Batch<PageCrawled>> context)
    {
        await ready.WaitAsync(context.CancellationToken);
        await results.ApplyAsync([.. context.Message.Select(m => PageOutcome.Of(m.Message))], context.CancellationToken);
    }
}
