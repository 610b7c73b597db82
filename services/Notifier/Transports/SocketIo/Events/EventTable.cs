using Trawl.Contracts.Channels;
using Trawl.Notifier.Channels;
using Trawl.Notifier.Transports.SocketIo.Packets;

namespace Trawl.Notifier.Transports.SocketIo.Events;

/// <summary>
/// Which packets an event becomes, by name: the names that frontends of Trawl's predecessors listen to. What is not in the
/// table goes under its own name with its own fields, so that a client can follow the whole log.
/// </summary>
internal static class EventTable
{
    public static byte[] Write(EventFrame frame, string channel, string? offset)
    {
        var packets = new PacketWriter();
        if (Transports.FlatActivity.Has(frame.Type))
            return packets.Event(frame.Type, frame.FlatActivity).ToArray();
        var facts = EventFacts.Of(frame, channel);
        switch (frame.Type)
        {
            case EventTypes.Progress:
                packets.Event("progress", facts, EventFields.Progress).Event("job:progress", facts, EventFields.JobProgress);
                break;
            case EventTypes.Queued or EventTypes.QueuePosition:
                packets.Event("queue:position", facts, EventFields.QueuePosition, offset);
                break;
            case EventTypes.ModelResult:
                packets.Event("model_result", facts, EventFields.ModelResult, offset);
                break;
            case EventTypes.Clarification:
                packets.Event("clarification", facts, EventFields.Clarification, offset);
                break;
            case EventTypes.Notification:
                packets.Event("notification", facts, EventFields.Notification, offset);
                break;
            case EventTypes.Completed or EventTypes.Failed or EventTypes.Cancelled or EventTypes.Expired:
                var end = (facts, JobStatusWords.Of(frame.Type), frame.Type);
                packets.Event("progress", end, EventFields.LastProgress);
                WriteEnd(packets, end, offset);
                break;
            case var type when Packet.MayBeNamed(type):
                packets.Event(type, facts, EventFields.All, offset);
                break;
        }

        return packets.ToArray();
    }

    /// <summary>The end of a job. Only the last packet has the offset: who got it got them all.</summary>
    public static void WriteEnd(PacketWriter packets, (EventFacts Facts, string Status, string Type) end, string? offset = null)
    {
        if (end.Type == EventTypes.Completed)
            packets.Event("completed", end, EventFields.Completed).Event("job:completed", end, EventFields.JobCompleted, offset);
        else
            packets.Event("error", end, EventFields.Error).Event("job:failed", end, EventFields.JobFailed, offset);
    }
}
