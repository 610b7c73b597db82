using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trawl.ServiceDefaults.Messaging;

namespace Trawl.Realtime.Publishing;

/// <summary>A host that is never started: of all that is registered only the publisher is used.</summary>
internal static class Backplane
{
    public static IHost Open(string broker)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:Broker", broker)]);
        builder.AddMessaging();
        return builder.Build();
    }
}
