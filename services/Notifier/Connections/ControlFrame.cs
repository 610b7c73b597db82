namespace Trawl.Notifier.Connections;

/// <summary>A message for one connection, encoded for its transport. Without bytes it only marks a place in the queue.</summary>
internal sealed class ControlFrame(ReadOnlyMemory<byte> bytes, bool last = false)
{
    private readonly TaskCompletionSource? _taken = bytes.IsEmpty ? new(TaskCreationOptions.RunContinuationsAsynchronously) : null;

    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <summary>Nothing is sent after it.</summary>
    public bool Last { get; } = last;

    /// <summary>Ends when everything queued before has been taken. For marks only.</summary>
    public Task Passed => _taken?.Task ?? Task.CompletedTask;

    public void Pass() => _taken?.TrySetResult();
}
