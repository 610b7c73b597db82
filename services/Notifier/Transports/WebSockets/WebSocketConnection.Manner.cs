using Trawl.Notifier.Connections;

namespace Trawl.Notifier.Transports.WebSockets;

internal sealed partial class WebSocketConnection
{
    private const int TryAgainLater = 1013;

    protected override void OnUnsubscribed(string reason) => CloseIfOver(
        reason == CloseReason.TokenExpired.Text ? CloseReason.TokenExpired
        : reason == CloseReason.TokenRevoked.Text ? CloseReason.TokenRevoked
        : new CloseReason(1000, reason, false));

    private void CloseIfOver(ClientError error)
    {
        var later = error.Code == ClientError.Unavailable("").Code;
        CloseIfOver(new CloseReason(later ? TryAgainLater : 1008, error.Code, later));
    }

    private void CloseIfOver(CloseReason reason)
    {
        if (!manner.OneChannel)
            return;
        // We may be under the channel's lock.
        ThreadPool.UnsafeQueueUserWorkItem(static over => over.Connection.Close(over.Reason, discard: false), (Connection: this, Reason: reason), preferLocal: false);
    }
}
