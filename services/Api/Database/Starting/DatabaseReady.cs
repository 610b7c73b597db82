namespace Trawl.Api.Database;

/// <summary>Opens when the schema is as this version needs it. Everything that works in the background waits for it.</summary>
public sealed class DatabaseReady
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsOpen => _open.Task.IsCompletedSuccessfully;

    public Task WaitAsync(CancellationToken cancellationToken) => _open.Task.WaitAsync(cancellationToken);

    internal void Open() => _open.TrySetResult();
}
