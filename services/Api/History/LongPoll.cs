namespace Trawl.Api.History;

/// <summary>A request that waits for a channel's next event.</summary>
internal sealed class LongPoll(ChannelLog log, IHostApplicationLifetime lifetime)
{
    public const int MaxWaitSeconds = 30;

    /// <summary>Returns when there is one, when the time is up, or when this process stops: the client then asks the next one.</summary>
    public async Task WaitAsync(string channel, long after, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        try
        {
            await log.WaitAsync(channel, after, wait, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Stopping: answered with what there is.
        }
    }
}
