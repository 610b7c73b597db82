using MassTransit;
using Microsoft.Extensions.Options;
using Trawl.Contracts.Channels;

namespace Trawl.Notifier.History;

/// <summary>Asks the Api over the broker, again and again while it is away, until patience ends.</summary>
internal sealed class BusChannelHistory(IClientFactory clients, IOptions<NotifierOptions> options, TimeProvider time) : IChannelHistory
{
    // A page is at most a few hundred KiB, and a job's whole log mostly fits in one.
    private const int PageSize = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public async Task<HistoryPage> ReadAsync(string channel, long? after, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(options.Value.HistoryPatience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var question = new GetChannelHistory { Channel = channel, After = after, Limit = PageSize };
        while (true)
        {
            try
            {
                var client = clients.CreateRequestClient<GetChannelHistory>(options.Value.HistoryTimeout);
                var answer = await client.GetResponse<ChannelHistory>(question, either.Token);
                return HistoryPage.From(answer.Message);
            }
            catch (Exception e) when (e is RequestTimeoutException or RequestFaultException or RequestCanceledException or MassTransitException or OperationCanceledException)
            {
                // Whatever the bus says, the question has no effect and can be asked again.
                cancellationToken.ThrowIfCancellationRequested();
                if (patience.IsCancellationRequested)
                    throw new HistoryUnavailableException(e);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
