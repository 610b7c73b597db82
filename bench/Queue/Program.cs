using Trawl.Measurement;
using Trawl.Queue;

// dotnet run -c Release --project bench/Queue [-- --few 1000 --many 100000]
// An Api without crawlers, so that the queue stays as long as it is made; a worker's row in the database lets some begin in the end.
var arguments = new Arguments(args);
arguments.Only("few", "many");
var (few, many) = (arguments.Count("few", 1_000), arguments.Count("many", 100_000));
Console.WriteLine($"{DateTime.UtcNow:yyyy-MM-dd}, {Machine.Describe()}\n");
var before = await QueueSteps.MeasureAsync(few);
var after = await QueueSteps.MeasureAsync(many);
Console.WriteLine($"| step | {few:N0} queued: ms | CPU ms | {many:N0} queued: ms | CPU ms | ms, CPU ratio |");
Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
foreach (var (a, b) in before.Zip(after))
    Console.WriteLine($"| {a.Name} | {a.Ms:F2} | {a.CpuMs:F2} | {b.Ms:F2} | {b.CpuMs:F2} | {b.Ms / a.Ms:F1}, {b.CpuMs / a.CpuMs:F1} |");
