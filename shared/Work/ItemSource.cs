namespace Trawl.Work;

/// <summary>
/// Hands out items one after the other to several takers, with so much time between two of them. Taken only when somebody is free: a
/// source without end costs no memory.
/// </summary>
internal sealed class ItemSource<T>(IAsyncEnumerator<T> items, TimeSpan between, TimeProvider time) : IAsyncDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private long? last;
    private int taken;
    private bool ended;

    /// <summary>Null when there are no more.</summary>
    public async ValueTask<(int Index, T Item)?> TakeAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (ended || !await items.MoveNextAsync())
            {
                ended = true;
                return null;
            }

            // Timers may ring a little early.
            while (last is { } before && between - time.GetElapsedTime(before) is var rest && rest > TimeSpan.Zero)
                await Task.Delay(rest, time, cancellationToken);
            last = time.GetTimestamp();
            return (taken++, items.Current);
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await items.DisposeAsync();
        turn.Dispose();
    }
}
