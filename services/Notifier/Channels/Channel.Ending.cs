namespace Trawl.Notifier.Channels;

internal sealed partial class Channel
{
    private ITimer? _endTimer;

    // The job has said its last: nothing of what it held is needed but the log, and the subscribers go after a grace.
    private void End()
    {
        _ended = true;
        for (var i = 0; i < _liveCount; i++)
            LetGoLater(_live[i]);
    }

    private void LetGoLater(Subscription subscription)
    {
        subscription.LetGoAt = _context.Time.GetUtcNow() + _context.Options.EndedGrace;
        _endTimer ??= _context.After(_context.Options.EndedGrace, GraceAfterEndOver);
    }

    private void GraceAfterEndOver()
    {
        lock (_gate)
        {
            _endTimer?.Dispose();
            _endTimer = null;
            if (!_ended)
                return;
            var now = _context.Time.GetUtcNow();
            var next = DateTimeOffset.MaxValue;
            for (var i = _liveCount - 1; i >= 0; i--)
            {
                if (_live[i].LetGoAt <= now)
                    RemoveLive(_live[i], "ended");
                else if (_live[i].LetGoAt < next)
                    next = _live[i].LetGoAt;
            }

            if (_liveCount > 0)
                _endTimer = _context.After(next - now, GraceAfterEndOver);
        }
    }
}
