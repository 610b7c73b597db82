using Trawl.Notifier.Channels;
using Trawl.Notifier.Connections;
using Trawl.Notifier.Transports.SocketIo.Engine;
using Trawl.Notifier.Transports.WebSockets.Framing;
using Trawl.ServiceDefaults.Callers;

namespace Trawl.Notifier.Transports.SocketIo.Conformance;

/// <summary>What the Engine.IO suite wants to talk to: every message comes back as it was.</summary>
internal sealed class EchoConnection : EngineConnection
{
    public EchoConnection(EngineServer server, Caller caller, NotifierCore core)
        : base(server, caller, core) => MarkConnected();

    protected override ReadOnlySpan<byte> Encode(EventFrame frame) => [];

    protected override ReadOnlySpan<byte> Encode(FrameBatch batch) => [];

    protected override void OnText(ReadOnlySpan<byte> message) =>
        Send(new ControlFrame(FrameWriter.Frame(FrameOpcode.Text, [(byte)'4', .. message])));

    protected override void OnBinary(ReadOnlySpan<byte> message) => Send(new ControlFrame(FrameWriter.Frame(FrameOpcode.Binary, message)));

    protected override ControlFrame UnsubscribedFrame(string channel, string reason) => throw new InvalidOperationException("Nobody subscribes here.");
}
