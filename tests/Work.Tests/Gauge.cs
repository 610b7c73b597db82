namespace Trawl.Work.Tests;

/// <summary>Work that is under way until the test lets it go, and how much of it was at most.</summary>
internal sealed class Gauge
{
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();

    public int Running { get; private set; }
    public int Begun { get; private set; }
    public int Most { get; private set; }

    public async Task<int> WorkAsync(int item, CancellationToken cancellationToken)
    {
        lock (gate)
            (Begun, Running, Most) = (Begun + 1, Running + 1, Math.Max(Most, Running + 1));
        try
        {
            await released.Task.WaitAsync(cancellationToken);
            return item * 10;
        }
        finally
        {
            lock (gate)
                Running--;
        }
    }

    public void Release() => released.SetResult();
}
