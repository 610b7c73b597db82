using Trawl.Contracts.Channels;
using Trawl.ServiceDefaults.Events;

namespace Trawl.Api.Events;

/// <summary>Events of a job that are not logged: state and activity.</summary>
internal static class JobEventPublishing
{
    /// <summary>Says it on the job's channel and on its owner's.</summary>
    public static void Publish(this IEventPublisher publisher, ChannelEvent told, string userId)
    {
        publisher.Publish(ChannelEventJson.Write(told));
        publisher.Publish(ChannelEventJson.Write(told with { Channel = ChannelNames.User(userId) }));
    }
}
