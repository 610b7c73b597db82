using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Trawl.Realtime.Publishing;
using Trawl.ServiceDefaults.Events;

namespace Trawl.Realtime.Servers;

/// <summary>Serves nobody: publishes to a broker, for as many runs as it is asked for, with the channels numbered on from one to the next.</summary>
internal sealed class PublisherServer(string broker) : ISelfPublishing
{
    private readonly IHost _backplane = Backplane.Open(broker);
    private readonly ConcurrentDictionary<string, List<JobChannel>> _files = [];

    public void Add(WebApplicationBuilder builder)
    {
    }

    public void Map(WebApplication app)
    {
    }

    public List<JobChannel> Channels(string file) => _files.GetOrAdd(file, JobChannel.ReadFile);

    public IEventSink Sink(IServiceProvider services, int channels, bool paced) =>
        new BackplaneSink(_backplane.Services.GetRequiredService<IEventPublisher>(), paced);
}
