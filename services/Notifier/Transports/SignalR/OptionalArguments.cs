using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Trawl.Notifier.Transports.SignalR;

/// <summary>
/// The JSON protocol, with <c>Subscribe(channel)</c> beside <c>Subscribe(channel, after)</c>: SignalR takes a call only with
/// all arguments, whatever is optional in C#. Such a call is read once more for what it has, and the rest is null.
/// </summary>
internal sealed class OptionalArguments(JsonHubProtocol json) : IHubProtocol
{
    public string Name => json.Name;

    public int Version => json.Version;

    public TransferFormat TransferFormat => json.TransferFormat;

    public bool IsVersionSupported(int version) => json.IsVersionSupported(version);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => json.GetMessageBytes(message);

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => json.WriteMessage(message, output);

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        var again = input;
        if (!json.TryParseMessage(ref input, binder, out message))
            return false;
        if (message is InvocationBindingFailureMessage { Target: { } target } && target.Equals(nameof(JobsHub.Subscribe), StringComparison.OrdinalIgnoreCase)
            && json.TryParseMessage(ref again, new ChannelOnly(binder), out var read) && read is InvocationMessage call)
            message = new InvocationMessage(call.InvocationId, call.Target, [.. call.Arguments, null], call.StreamIds) { Headers = call.Headers };
        return true;
    }

    private sealed class ChannelOnly(IInvocationBinder binder) : IInvocationBinder
    {
        public Type GetReturnType(string invocationId) => binder.GetReturnType(invocationId);

        public IReadOnlyList<Type> GetParameterTypes(string methodName) => [typeof(string)];

        public Type GetStreamItemType(string streamId) => binder.GetStreamItemType(streamId);
    }
}
