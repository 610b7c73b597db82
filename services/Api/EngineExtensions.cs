using Trawl.Api.History;
using Trawl.Api.Jobs;
using Trawl.Api.Jobs.Lifecycle;
using Trawl.Api.Queue;
using Trawl.Api.Workers;

namespace Trawl.Api;

/// <summary>What decides and applies, without a face: jobs, dispatch, results, events.</summary>
internal static class EngineExtensions
{
    public static void AddEngine(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<JobsOptions>().BindConfiguration("Jobs");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<JobLifecycle>();
        builder.Services.AddSingleton<QueuePlaces>();
        builder.Services.AddSingleton<LiveWorkers>();
        builder.Services.AddSingleton<ChannelLog>();
    }
}
