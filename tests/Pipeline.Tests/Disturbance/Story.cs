namespace Trawl.Pipeline.Tests.Disturbance;

/// <summary>
/// What one frontend was told over all its sessions, checked as it comes: log events 1, 2, 3 … each once, progress that
/// never falls, nothing of a job after its end.
/// </summary>
public sealed class Story(string name, int jobs)
{
    private readonly Dictionary<string, double> _progress = [];
    private readonly HashSet<string> _over = [];
    private readonly List<string> _faults = [];
    private readonly List<string> _log = [];
    private IFollower? _transport;
    private long _position;

    /// <summary>The last log event's; where the next session begins.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>Every expected job has ended, and where it is a job's own channel, the server has said that this was all.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The types of the log events in their order, as far as the transport has them; of Socket.IO its own names.</summary>
    public IReadOnlyList<string> Log => _log;

    /// <summary>The newest progress of a job that was told; negative before.</summary>
    public double ProgressOf(string job)
    {
        lock (_progress)
            return _progress.GetValueOrDefault(job, -1);
    }

    public void NewSession(IFollower transport) => _transport = transport;

    public void Take(Heard heard)
    {
        if (heard.Progress is { } progress && heard.Job is { } job)
            Progressed(heard, job, progress);
        if (heard.Seq > 0)
            Told(heard);
        if (_over.Count == jobs && (heard.Type == Heard.Ended || name.StartsWith("user:", StringComparison.Ordinal)))
            IsOver = true;
        else if (heard.Type == Heard.Ended && _over.Count == 0)
            _faults.Add($"Over {_transport!.Name}: the channel ended at {Position}, without the job's end.");
    }

    /// <summary>Nothing was missing, doubled or out of order, up to the log's last event.</summary>
    public void AssertWhole(long seq)
    {
        Assert.True(_faults.Count == 0, $"{this}\n{string.Join('\n', _faults)}");
        Assert.True(Position == seq, $"{this}: the log goes to {seq}.");
    }

    public override string ToString() => $"{name} at {Position} ({_transport?.Name})";

    private void Told(Heard heard)
    {
        if (heard.Seq == _position && _transport!.TellsStateAgain)
            return;
        if (heard.Seq != _position + 1)
            _faults.Add($"Over {_transport!.Name}: after {_position} came {heard.Seq} ({heard.Type}).");
        Volatile.Write(ref _position, heard.Seq);
        _log.Add(heard.Type);
        if (heard.IsTerminal && !_over.Add(heard.Job!))
            _faults.Add($"Over {_transport!.Name}: {heard.Job} ended twice.");
    }

    private void Progressed(Heard heard, string job, double progress)
    {
        if (heard.Type == "progress" && _over.Contains(job) && !_transport!.TellsStateAgain)
            _faults.Add($"Over {_transport.Name}: progress {progress} of {job} after its end.");
        if (progress < ProgressOf(job))
            _faults.Add($"Over {_transport!.Name}: progress of {job} fell from {ProgressOf(job)} to {progress}.");
        lock (_progress)
            _progress[job] = progress;
    }
}
