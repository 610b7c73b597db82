using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Trawl.Notifier.Channels;
using Trawl.Notifier.Connections;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Notifier.Transports.SignalR;

/// <summary>A SignalR client: a batch of events is one write of messages that were serialised once for all.</summary>
internal sealed class HubConnection(HubConnectionContext hub, string transport, Caller caller, NotifierCore core)
    : Connection(hub.ConnectionId, transport, caller, core)
{
    private byte[]? _batch;
    private int _length;
    private bool _lastSent;
    private bool _reconnect;

    public override void Append(EventFrame frame) => Append(frame.HubInvocation);

    public override void Append(FrameBatch batch) => Append(batch.HubInvocations);

    public override void Append(ControlFrame frame)
    {
        Append(frame.Bytes.Span);
        _lastSent |= frame.Last;
    }

    // SignalR pings by itself, and drops who is silent.
    public override void Ping() => Heard();

    public override void Abort() => hub.Abort();

    public ClientError? Move(string channel, JsonElement cursor) => Publish(channel, cursor);

    public Task<ClientError?> RenewAsync(string token) => AuthenticateAsync(token);

    /// <summary>Ends when everything queued so far has gone to the transport, or never will.</summary>
    public Task FlushedAsync()
    {
        var mark = new ControlFrame(ReadOnlyMemory<byte>.Empty);
        Send(mark);
        return mark.Passed;
    }

    public bool TryConnect() => Core.Connections.TryAdd(this);

    public void Disconnected() => Ended();

    protected override async ValueTask<bool> FlushAsync()
    {
        if (_batch is not { } batch)
            return true;
        try
        {
            var message = new SerializedMessage(HubInvocations.Protocol, batch.AsMemory(0, _length));
            await hub.WriteAsync(new SerializedHubMessage([message]));
        }
        finally
        {
            (_batch, _length) = (null, 0);
            ArrayPool<byte>.Shared.Return(batch);
        }

        if (!_lastSent)
            return !hub.ConnectionAborted.IsCancellationRequested;
        End();
        return false;
    }

    protected override ControlFrame CloseFrame(CloseReason reason)
    {
        _reconnect = reason.Reconnect;
        return new ControlFrame(HubInvocations.Close(reason.Text, reason.Reconnect), last: true);
    }

    protected override ControlFrame? ClosingFrame(CloseReason reason, TimeSpan reconnectIn) =>
        new(HubInvocations.Of("closing", ServerMessageJson.Closing(reason.Text, reconnectIn)));

    protected override ControlFrame UnsubscribedFrame(string channel, string reason) =>
        new(HubInvocations.Of("unsubscribed", ServerMessageJson.Unsubscribed(channel, reason)));

    // SignalR says good-bye after us, and a client that reads both at once heeds the second: it must allow what ours allows.
    private void End()
    {
        if (_reconnect && hub.Features.Get<IConnectionLifetimeNotificationFeature>() is { } line)
            line.RequestClose();
        else
            hub.Abort();
    }

    private void Append(ReadOnlySpan<byte> message)
    {
        if (_batch is null || _batch.Length - _length < message.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(1024, (_length + message.Length) * 2));
            if (_batch is not null)
            {
                _batch.AsSpan(0, _length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(_batch);
            }

            _batch = larger;
        }

        message.CopyTo(_batch.AsSpan(_length));
        _length += message.Length;
    }
}
