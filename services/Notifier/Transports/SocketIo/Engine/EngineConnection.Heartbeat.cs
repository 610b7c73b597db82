using Trawl.Notifier.Connections;

namespace Trawl.Notifier.Transports.SocketIo.Engine;

internal abstract partial class EngineConnection
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);
    private long _pingDue;
    private bool _pinged;

    /// <summary>By the clock and not by when a timer came round: a request that comes too late is one for a session that is over.</summary>
    public bool IsDead => Core.Time.GetTimestamp() >= Volatile.Read(ref _pingDue) + Ticks(Settings.PingTimeout);

    /// <summary>Sees to what is due.</summary>
    public void Sweep(long now)
    {
        if (now >= Volatile.Read(ref _pingDue) + Ticks(Settings.PingTimeout))
            Drop("silent");
        else if (ClosingSince != 0 && now - ClosingSince > Ticks(CloseTimeout))
            Drop("does not finish closing");
        else if (!IsConnected && now - Opened > Ticks(Settings.ConnectTimeout))
            Expire();
        else if (!_pinged && now >= _pingDue && (!_probed || _socket is not null || now >= _pingDue + (Ticks(Settings.PingTimeout) / 2)))
            SendPing();
        if (_probe is { } probe && now - _probeSince > Ticks(Settings.UpgradeTimeout))
            probe.Abort();
    }

    /// <summary>It is over, and the line is cut.</summary>
    public void Drop(string why)
    {
        LogLost(Core.Logger, Id, why);
        var socket = _socket;
        End(PollOutcome.Close);
        socket?.Abort();
    }

    // Who has just changed its transport is alive. But it must be asked before it gives the server up for its part.
    private void Postpone()
    {
        if (!_pinged)
            Volatile.Write(ref _pingDue, Math.Min(Core.Time.GetTimestamp() + Ticks(Settings.PingInterval), _pingDue + (Ticks(Settings.PingTimeout) / 2)));
    }

    private void SendPing()
    {
        _pinged = true;
        Send(EngineFrames.Ping);
    }

    private void Expire()
    {
        if (ClosingSince == 0)
            Close(new CloseReason(1008, "connect_timeout", false), discard: true);
    }

    // One Engine.IO packet. False when it is none, or not the client's to send.
    private bool ReceivePacket(ReadOnlySpan<byte> packet)
    {
        if (packet.IsEmpty)
            return false;
        switch (packet[0])
        {
            case (byte)'4':
                OnText(packet[1..]);
                return true;
            case (byte)'3':
                Heard();
                _pinged = false;
                Volatile.Write(ref _pingDue, Core.Time.GetTimestamp() + Ticks(Settings.PingInterval));
                return true;
            case (byte)'1':
                EndByClient();
                return true;
            default:
                return packet is [(byte)'5'] or [(byte)'6'];
        }
    }

    private void EndByClient()
    {
        if (_socket is not null)
        {
            Close(new CloseReason(1000, "", false), discard: true);
            return;
        }

        End(PollOutcome.Noop);
    }
}
