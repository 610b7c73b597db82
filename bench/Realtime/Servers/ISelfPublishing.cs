using Microsoft.AspNetCore.Builder;
using Trawl.Realtime.Publishing;

namespace Trawl.Realtime.Servers;

/// <summary>A server whose publisher is in its own process.</summary>
internal interface ISelfPublishing
{
    void Add(WebApplicationBuilder builder);

    void Map(WebApplication app);

    /// <summary>The channels of a file, numbered on from where the last run left them.</summary>
    List<JobChannel> Channels(string file) => JobChannel.ReadFile(file);

    IEventSink Sink(IServiceProvider services, int channels, bool paced);
}
