using Trawl.Notifier.Channels;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Notifier.Connections;

internal abstract partial class Connection
{
    private volatile bool _lapsed;

    /// <summary>What it proved itself with has ended: it is told nothing any more, and may only say anew who it is.</summary>
    public bool HasLapsed => _lapsed;

    /// <summary>Whether its client can say anything at all; one that cannot is sent away to come back.</summary>
    protected virtual bool MayRenew => true;

    /// <summary>Looks whether it still is who it proved to be; for the sweep.</summary>
    public void CheckCaller(Credential credential, DateTimeOffset now)
    {
        if (now < credential.EndsAt)
            return;
        var reason = credential.IsRevoked ? CloseReason.TokenRevoked : CloseReason.TokenExpired;
        if (!_lapsed)
            Lapse(credential, reason);
        else if (now >= credential.EndsAt + Core.Options.AuthenticationGrace)
            Close(reason, discard: false);
    }

    /// <summary>The client says anew who it is; an error when that does not hold, and leaves everything as it is.</summary>
    protected async Task<ClientError?> AuthenticateAsync(string? token)
    {
        if (Core.Callers.BelievesCallers)
            return null;
        if (string.IsNullOrEmpty(token))
            return ClientError.Invalid("'token' is missing.");
        var (caller, fault) = await Core.Callers.AuthenticateAsync(token, CancellationToken.None);
        if (caller is null)
        {
            LogNotRenewed(Core.Logger, Id, Transport, fault!.Reason);
            return new ClientError(fault.Code, fault.Message);
        }

        // With other rights its subscriptions would have to be looked through, and some of them ended; a new connection is as good.
        if (caller.UserId != Caller.UserId || caller.IsAdmin != Caller.IsAdmin)
            return ClientError.NotAllowed();
        Become(caller);
        return null;
    }

    /// <summary>It is somebody, or proves it by something newer.</summary>
    protected void Become(Caller caller)
    {
        lock (_subscriptionsGate)
        {
            Caller = caller;
            _lapsed = false;
        }
    }

    /// <summary>It has lapsed; its subscriptions are ended.</summary>
    protected virtual void OnLapsed()
    {
    }

    private void Lapse(Credential credential, CloseReason reason)
    {
        Subscription[] all;
        lock (_subscriptionsGate)
        {
            if (Caller.Credential != credential)
                return; // renewed this moment
            _lapsed = true;
            all = [.. _subscriptions ?? []];
        }

        LogLapsed(Core.Logger, Id, Transport, Caller.UserId, reason.Text);
        OnLapsed();
        foreach (var subscription in all)
            subscription.Channel.Remove(subscription, reason.Text);
        if (!MayRenew)
            Close(reason, discard: false);
    }
}
