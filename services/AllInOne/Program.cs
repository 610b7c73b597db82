using System.CommandLine;
using Spectre.Console;
using Trawl.AllInOne;

// Into a file or a pipe: no colours, and lines as long as they are.
if (Console.IsOutputRedirected)
    (AnsiConsole.Profile.Capabilities.Ansi, AnsiConsole.Profile.Width) = (false, 1000);

// The host has its own way to end, in order; and its own words for what is wrong.
return await TrawlCommand.Create().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
