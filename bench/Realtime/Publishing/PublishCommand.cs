using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Trawl.Measurement;
using Trawl.ServiceDefaults.Events;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Realtime.Publishing;

/// <summary><c>publish</c>: makes jobs, waits for a line, publishes, says what it did.</summary>
internal static class PublishCommand
{
    public static async Task<int> RunAsync(Arguments arguments)
    {
        arguments.Only("api", "broker", "channels", "rate", "seconds", "type", "bytes", "channels-file", "user", "no-jobs", "runs");
        var writer = new EventWriter(arguments.Text("type") ?? "batch_complete", arguments.Count("bytes", 245));
        _ = writer.Next(new JobChannel(Guid.Empty, 1L << 40, 1L << 40)); // better now than after the jobs are made
        var rate = arguments.Number("rate", 1000);
        using var host = Backplane.Open(arguments.Required("broker"));

        var count = arguments.Count("channels", 1);
        var channels = arguments.Has("no-jobs")
            ? JobChannel.Make(count)
            : await CustomJobs.CreateAsync(new Uri(arguments.Required("api")), arguments.Text("user"), count);
        if (arguments.Text("channels-file") is { } file)
            await File.WriteAllLinesAsync(file, channels.Select(channel => channel.Name));

        using var sink = new BackplaneSink(host.Services.GetRequiredService<IEventPublisher>(), paced: rate > 0);
        for (var run = 0; run < Math.Max(1, arguments.Count("runs", 1)); run++)
        {
            Console.WriteLine($"ready: {channels.Count} channels; a line on standard input starts it");
            if (await Console.In.ReadLineAsync() is null)
                break;
            var published = await EventSource.RunAsync(sink, channels, writer, rate, TimeSpan.FromSeconds(arguments.Number("seconds", 10)));
            Console.WriteLine(JsonSerializer.Serialize(published, TrawlJson.Options));
        }

        return 0;
    }
}
