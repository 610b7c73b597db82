using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Trawl.Measurement;
using Trawl.Realtime.Publishing;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Realtime.Servers;

/// <summary>
/// <c>serve NAME</c>: a server that publishes to itself, in a process of its own, told what to do on standard input:
/// <c>publish CHANNELS-FILE RATE SECONDS TYPE BYTES</c>, answered with what was published.
/// </summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        arguments.Only("broker");
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        ISelfPublishing server = arguments.Words[^1] switch
        {
            "core" => new CoreServer(),
            "signalr" => new GroupsServer(),
            "kestrel" => new SocketServer(),
            "publisher" => new PublisherServer(arguments.Required("broker")),
            var other => throw new ArgumentException($"'{other}' is no server: core, signalr, kestrel, publisher."),
        };
        server.Add(builder);
        await using var app = builder.Build();
        server.Map(app);
        await app.StartAsync();
        Console.WriteLine($"ready {app.Urls.First()}");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ');
            var number = (int place) => double.Parse(words[place], CultureInfo.InvariantCulture);
            var writer = new EventWriter(words[4], (int)number(5));
            var channels = server.Channels(words[1]);
            var sink = server.Sink(app.Services, channels.Count, number(2) > 0);
            var published = await EventSource.RunAsync(sink, channels, writer, number(2), TimeSpan.FromSeconds(number(3)));
            (sink as IDisposable)?.Dispose();
            Console.WriteLine(JsonSerializer.Serialize(published, TrawlJson.Options));
        }

        return 0;
    }
}
