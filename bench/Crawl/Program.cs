using Trawl.Crawl;
using Trawl.Crawl.Peers;
using Trawl.Crawl.Site;
using Trawl.Measurement;

// dotnet run -c Release --project bench/Crawl [-- PART…]; bench/README.md says what each part is.
try
{
    var arguments = new Arguments(args);
    return arguments.Words switch
    {
        ["site"] => await SiteCommand.RunAsync(arguments),
        ["peer-loop"] => await LoopCommand.RunAsync(arguments),
        _ => await new MeasureCommand(arguments).RunAsync(),
    };
}
catch (ArgumentException fault)
{
    Console.Error.WriteLine(fault.Message);
    return 64;
}
