using Trawl.Notifier.History;

namespace Trawl.Notifier.Channels;

internal sealed partial class Channel
{
    private Dictionary<long, Task<HistoryPage>>? _asked;

    /// <summary>
    /// Finds out who owns the channel and how it stands, and where the subscription is to begin; null when there is no such
    /// channel for this caller. Nothing is sent until <see cref="Open"/>. The order is what makes it complete: first the
    /// shard is bound, so that whatever is published from then on is heard here; then the Api is asked, which has all before.
    /// </summary>
    public async Task<Joined?> JoinAsync(Subscription subscription, long? after)
    {
        await _bound!;
        var fromRing = after is null || InRing(after.Value);
        var page = await AskAsync(fromRing ? null : after);
        if (!page.Found || !subscription.Connection.Caller.MaySee(page.OwnerId))
            return null;

        // `seq` is where the log stands: without `after` the events from there on follow, with it those between come first.
        var recovered = fromRing || page.Recovered;
        subscription.StartAt(recovered && after is { } asked ? asked : page.Seq, page.SnapshotVersion, fromRing || !recovered ? null : page);
        return new Joined(Name, Math.Max(page.Seq, recovered ? after ?? 0 : 0), recovered, page.Snapshot, page.Ended && IsJob);
    }

    /// <summary>How the channel stands, for a subscriber that has all it needs but asks again.</summary>
    public async Task<Joined?> LookAsync()
    {
        var page = await AskAsync(null);
        return page.Found ? new Joined(Name, page.Seq, true, page.Snapshot) : null;
    }

    /// <summary>The `subscribed` is on its way: the replay may follow, and then what is live.</summary>
    public void Open(Subscription subscription) => _ = CatchUpAsync(subscription);

    /// <summary>Ends a subscription; nothing of the channel is queued for it any more when this returns.</summary>
    public void Remove(Subscription subscription, string? reason)
    {
        lock (_gate)
            RemoveLive(subscription, reason);
    }

    private void RemoveLive(Subscription subscription, string? reason)
    {
        if (subscription.Removed)
            return;
        subscription.Removed = true;
        SendBurst();
        if (subscription.LiveIndex >= 0)
        {
            var moved = _live[--_liveCount];
            _live[subscription.LiveIndex] = moved;
            moved.LiveIndex = subscription.LiveIndex;
            _live[_liveCount] = null!;
            subscription.LiveIndex = -1;
            Gone();
        }

        NotifierMetrics.Subscriptions.Add(-1);
        Leave(); // first: by the time the client is told, nothing is held for it
        subscription.Connection.Forget(subscription, reason);
    }

    private async Task CatchUpAsync(Subscription subscription)
    {
        while (true)
        {
            switch (Advance(subscription))
            {
                case Step.Done:
                    return;
                case Step.WaitForRoom:
                    await subscription.Connection.Outbox.WaitForRoomAsync();
                    break;
                default:
                    await FetchPageAsync(subscription);
                    break;
            }
        }
    }

    private async Task FetchPageAsync(Subscription subscription)
    {
        try
        {
            var page = await AskAsync(subscription.Position);
            if (!page.Found || !page.Recovered)
                Remove(subscription, page.Found ? "unrecoverable" : "not_found");
            else if (page.Events.Count == 0 && page.Seq <= subscription.Position)
                await Task.Delay(_context.Options.GapGrace, _context.Time); // a shared answer, older than what we heard since
            else
                subscription.Page = page;
        }
        catch (Exception e)
        {
            // The subscriber was told that it is subscribed: it gets the rest, however long the Api is away.
            await StillMissingAsync(subscription.Position, e);
        }
    }

    // As far as it goes without waiting; live at the end, in the same moment in which nothing is missing.
    private Step Advance(Subscription subscription)
    {
        lock (_gate)
        {
            if (subscription.Removed)
                return Step.Done;
            if (subscription.Page is { } page)
            {
                foreach (var frame in page.Events)
                {
                    if (frame.Seq <= subscription.Position)
                        continue;
                    if (!subscription.TryReplay(frame))
                        return Step.WaitForRoom;
                }

                subscription.Page = null;
            }

            while (_known && subscription.Position < _last && _ring.Reaches(subscription.Position))
            {
                if (!subscription.TryReplay(_ring[subscription.Position + 1]))
                    return Step.WaitForRoom;
            }

            if (!_known || subscription.Position < _last)
                return Step.FetchPage;
            GoLive(subscription);
            return Step.Done;
        }
    }

    private void GoLive(Subscription subscription)
    {
        SendBurst();
        if (_liveCount == _live.Length)
            Array.Resize(ref _live, Math.Max(1, _liveCount * 2));
        subscription.LiveIndex = _liveCount;
        _live[_liveCount++] = subscription;
        subscription.CaughtUp();
        if (_ended)
        {
            LetGoLater(subscription);
            return;
        }

        foreach (var frame in _states.Told())
        {
            frame.StopTiming();
            subscription.SendState(frame);
        }
        Arrived(subscription);
    }

    private bool InRing(long after)
    {
        lock (_gate)
            return _known && after <= _last && _ring.Reaches(after);
    }

    // Who asks the same while an answer is under way shares it: a thousand clients that come back cost a few questions.
    private Task<HistoryPage> AskAsync(long? after)
    {
        lock (_gate)
        {
            _asked ??= [];
            if (!_asked.TryGetValue(after ?? -1, out var answer))
                _asked[after ?? -1] = answer = ReadAsync(after);
            return answer;
        }
    }

    private async Task<HistoryPage> ReadAsync(long? after)
    {
        await Task.Yield(); // not under the lock
        try
        {
            return Learn(await _context.History.ReadAsync(Name, after, CancellationToken.None));
        }
        finally
        {
            lock (_gate)
            {
                _asked!.Remove(after ?? -1);
                if (_asked.Count == 0)
                    _asked = null;
            }
        }
    }

    private HistoryPage Learn(HistoryPage page)
    {
        // Nothing was ever said to this user, or to everybody: such a channel exists all the same.
        if (!page.Found && !IsJob)
            page = page with { Found = true, OwnerId = ChannelName.OwnerByName(Name) };
        lock (_gate)
        {
            if (!page.Found)
            {
                if (_known)
                    FetchMissing(); // deleted, it seems: those who are subscribed are to know
                return page;
            }

            if (!_known)
            {
                _known = true;
                _last = page.Seq;
                _ring.Reset(page.Seq);
                TakeEarly();
                if (_resyncOnceKnown)
                    FetchMissing();
                _resyncOnceKnown = false;
            }

            Foretell(page);
            _ring.Prepend(page.Events);
            if (page.Ended && IsJob && _last == page.Seq)
                _ended = true;
        }

        return page;
    }

    private enum Step
    {
        Done,
        WaitForRoom,
        FetchPage,
    }
}
