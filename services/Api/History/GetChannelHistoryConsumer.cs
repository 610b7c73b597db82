using MassTransit;
using Trawl.Api.Database;
using Trawl.Contracts.Channels;
using Trawl.ServiceDefaults.Messaging;

namespace Trawl.Api.History;

/// <summary>Answers a Notifier.</summary>
public sealed class GetChannelHistoryConsumer(TrawlDbContext db, ChannelHistories histories) : IConsumer<GetChannelHistory>
{
    public async Task Consume(ConsumeContext<GetChannelHistory> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var asked = context.Message;
        await context.RespondConfirmedAsync(
            await histories.ReadAsync(db, asked.Channel, asked.After, asked.Limit, context.CancellationToken));
    }
}
