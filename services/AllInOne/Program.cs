using System.CommandLine;
using Trawl.AllInOne;

// The host has its own way to end, in order; and its own words for what is wrong.
return await TrawlCommand.Create().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
