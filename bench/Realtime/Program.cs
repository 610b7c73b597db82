using Trawl.Measurement;
using Trawl.Realtime;
using Trawl.Realtime.Publishing;
using Trawl.Realtime.Scenarios;
using Trawl.Realtime.Servers;

// dotnet run -c Release --project bench/Realtime [-- scenario NAME… | publish … | serve NAME]; bench/README.md says what each does.
try
{
    var arguments = new Arguments(args, "no-jobs");
    return arguments.Words switch
    {
        ["publish"] => await PublishCommand.RunAsync(arguments),
        ["serve", _] => await ServeCommand.RunAsync(arguments),
        [] or ["scenario", ..] => await ScenarioCommand.RunAsync(arguments),
        _ => throw new ArgumentException("publish, scenario NAME… or serve NAME."),
    };
}
catch (ArgumentException fault)
{
    Console.Error.WriteLine(fault.Message);
    return 64;
}
