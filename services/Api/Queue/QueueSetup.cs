using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;
using Trawl.Api.Jobs;
using Trawl.Api.Queue.Order;
using Trawl.Api.Queue.Waits;
using Trawl.Api.Workers;

namespace Trawl.Api.Queue;

internal static class QueueSetup
{
    public static void AddQueue(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<QueueIndex>();
        builder.Services.AddSingleton<QueueCommits>();
        builder.Services.AddSingleton<IInterceptor>(services => services.GetRequiredService<QueueCommits>());
        builder.Services.AddSingleton<QueueWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<QueueWatch>());
        builder.Services.AddSingleton<WaitEstimates>();
        builder.Services.AddSingleton<WaitWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<WaitWatch>());
        builder.Services.AddSingleton<QueueTurns>();
        builder.Services.AddSingleton(services => new QueuePlaces(
            services.GetRequiredService<QueueIndex>(), services.GetRequiredService<WaitEstimates>(), services.GetRequiredService<LiveWorkers>(),
            services.GetRequiredService<IOptions<JobsOptions>>()));
    }
}
