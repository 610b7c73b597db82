namespace Trawl.Work;

/// <summary>A few loops that share one supply of work: the concurrency of everything here, and never more of it than was asked for.</summary>
public static class BoundedLoops
{
    /// <summary>
    /// Runs so many loops, each calling <paramref name="step"/> again and again until it answers false, and returns when all have ended.
    /// A step that throws cancels the others.
    /// </summary>
    /// <param name="loops">Steps under way at once.</param>
    /// <param name="step">Takes the next piece of work and does it; false when there is none. Its token is cancelled when the loops are to end.</param>
    /// <param name="cancellationToken">Ends the loops.</param>
    /// <exception cref="OperationCanceledException">They were ended.</exception>
    public static async Task RunAsync(int loops, Func<CancellationToken, ValueTask<bool>> step, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(loops, 1);
        ArgumentNullException.ThrowIfNull(step);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new Task[loops];
        // Each on a thread of its own from the start: a step that computes before it waits must not keep the others from beginning.
        for (var i = 0; i < loops; i++)
            running[i] = Task.Run(() => LoopAsync(step, ended), CancellationToken.None);
        await Task.WhenAll(running);
    }

    private static async Task LoopAsync(Func<CancellationToken, ValueTask<bool>> step, CancellationTokenSource ended)
    {
        try
        {
            do
                ended.Token.ThrowIfCancellationRequested();
            while (await step(ended.Token));
        }
        catch
        {
            await ended.CancelAsync();
            throw;
        }
    }
}
