namespace Trawl.Api.Database;

/// <summary>A flag to wait for. Set twice before anybody looks, it is seen once.</summary>
public sealed class AsyncSignal : IDisposable
{
    private readonly SemaphoreSlim _flag = new(0, 1);

    public void Set()
    {
        try
        {
            _flag.Release();
        }
        catch (SemaphoreFullException)
        {
            // Set already, and not seen yet: that is enough.
        }
    }

    /// <summary>Returns when it was set, or after the time.</summary>
    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _flag.WaitAsync(atMost, cancellationToken);

    public void Dispose() => _flag.Dispose();
}
