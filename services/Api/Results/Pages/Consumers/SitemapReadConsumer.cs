using MassTransit;
using Trawl.Api.Database;
using Trawl.Contracts.Crawling;

namespace Trawl.Api.Results.Pages.Consumers;

internal sealed class SitemapReadConsumer(PageResults results, DatabaseReady ready) : IConsumer<SitemapRead>
{
    public async Task Consume(ConsumeContext<SitemapRead> context)
    {
        await ready.WaitAsync(context.CancellationToken);
        await results.ApplyAsync([PageOutcome.Of(context.Message)], context.CancellationToken);
    }
}
