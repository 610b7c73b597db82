using Trawl.Measurement;
using Trawl.Pipeline;
using Trawl.TestSupport;

// dotnet run -c Release --project bench/Pipeline [-- FOLDER]
// Crawls a folder of HTML (default: PostgreSQL's manual as Debian installs it), served on loopback by this process, which is not measured.
var folder = args.Length > 0 ? args[0] : Manual.Folder;
Console.WriteLine($"{DateTime.UtcNow:yyyy-MM-dd}, {Machine.Describe()}");
Console.WriteLine($"site: {folder}, {Directory.GetFiles(folder, "*.html").Length} HTML files\n");
await using (var allInOne = await MeasuredAllInOne.StartAsync())
    await Run.AllAsync("AllInOne (one process, in-memory transport)", allInOne, folder);
await using (var cluster = await MeasuredCluster.StartAsync(["Api", "Crawler", "Embedder", "Notifier"], ("Crawler__AllowPrivateNetworks", "true")))
    await Run.AllAsync("four processes on RabbitMQ", cluster, folder);
