using Trawl.Notifier.History;

namespace Trawl.Notifier.Channels;

internal sealed partial class Channel
{
    private ITimer? _gapTimer;
    private bool _fetching;
    private bool _fetchAgain;
    private bool _resyncOnceKnown;
    private bool _retell;

    // How far the log goes by the Api's word; beyond what was heard, something is on its way or was missed.
    private long _foretold;

    /// <summary>The connection to the broker was lost and is back: what was said in between is to be had from the Api only.</summary>
    public void Resync()
    {
        AnnouncePresence();
        lock (_gate)
        {
            if (_users == 0)
                Unlearn();
            _retell = !IsJob;
            if (_known)
                FetchMissing();
            else
                _resyncOnceKnown = _asked is not null; // the answer under way may be from before
        }
    }

    private void ExpectGapToClose() => _gapTimer ??= _context.After(_context.Options.GapGrace, GapDidNotClose);

    private void StopExpecting()
    {
        _gapTimer?.Dispose();
        _gapTimer = null;
    }

    private void GapDidNotClose()
    {
        lock (_gate)
        {
            StopExpecting();
            if (IsBehind && _users > 0 && _known)
                FetchMissing();
        }
    }

    private bool IsBehind => _early is not null || _last < _foretold;

    // Whoever asks the Api finds out for everybody here. Mostly the backplane is only a moment slower than the answer.
    private void Foretell(HistoryPage page)
    {
        _foretold = Math.Max(_foretold, page.Seq);
        if (_last < _foretold)
            ExpectGapToClose();
    }

    private void FetchMissing()
    {
        _fetchAgain = true;
        if (_fetching)
            return;
        _fetching = true;
        _ = Task.Run(FetchMissingAsync);
    }

    private async Task FetchMissingAsync()
    {
        while (NextToFetch() is { } after)
        {
            try
            {
                // Not shared with a question that was asked before something went missing.
                var page = await _context.History.ReadAsync(Name, after, CancellationToken.None);
                Absorb(page);
                if (_retell)
                    await RetellJobsAsync(page);
            }
            catch (Exception e)
            {
                lock (_gate)
                    _fetchAgain = true;
                await StillMissingAsync(after, e);
            }
        }
    }

    // Mostly an Api that is away. Whatever it is: what is missing stays missing until it is fetched, and nobody awaits the fetching.
    private Task StillMissingAsync(long after, Exception reason)
    {
        LogStillMissing(_context.Logger, Name, after, reason);
        return Task.Delay(TimeSpan.FromSeconds(1), _context.Time);
    }

    // Null ends the fetching, in the same breath in which somebody else may begin it again.
    private long? NextToFetch()
    {
        lock (_gate)
        {
            if (_fetchAgain && _users == 0)
                Unlearn();
            _fetching = _fetchAgain && _users > 0 && _known;
            _fetchAgain = false;
            return _fetching ? _last : null;
        }
    }

    private void Absorb(HistoryPage page)
    {
        lock (_gate)
        {
            if (!_known)
                return;
            if (!page.Found && IsJob || !page.Recovered)
            {
                BreakOff(page.Found ? "unrecoverable" : "not_found");
                return;
            }

            foreach (var frame in page.Events)
                OnLog(frame);
            if (page.Events.Count > 0 && _last < page.Seq)
                _fetchAgain = true; // there are more pages, and the next begins behind this one
            else if (page.Snapshot is { } snapshot && !_ended && !page.Ended)
            {
                foreach (var state in SnapshotStates.Of(Name, snapshot, _context.Time.GetUtcNow()))
                    OnState(state);
            }

            if (page.Ended && IsJob && _last == page.Seq && !_ended)
                End();
            if (IsBehind)
                ExpectGapToClose();
        }
    }

    // A user's channel has no snapshot: how its jobs stand after an outage is asked of each that is under way.
    private async Task RetellJobsAsync(HistoryPage page)
    {
        _retell = false;
        Guid[] jobs;
        lock (_gate)
            jobs = [.. _states.Jobs.Union(page.Events.Select(frame => frame.JobId)).Where(job => job != Guid.Empty)];
        try
        {
            foreach (var job in jobs)
                Retell(await _context.History.ReadAsync($"job:{job}", null, CancellationToken.None));
        }
        catch
        {
            _retell = true;
            throw;
        }
    }

    private void Retell(HistoryPage job)
    {
        lock (_gate)
        {
            if (!_known || job.Ended || job.Snapshot is not { } snapshot)
                return;
            foreach (var state in SnapshotStates.Of(Name, snapshot, _context.Time.GetUtcNow()))
                OnState(state);
        }
    }

    // The log was cut, or the job deleted: better to say so than to go on as if nothing were missing.
    private void BreakOff(string reason)
    {
        while (_liveCount > 0)
            RemoveLive(_live[_liveCount - 1], reason);
        Unlearn();
    }
}
