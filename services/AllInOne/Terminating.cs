using Trawl.AllInOne.Data;
using Trawl.AllInOne.Terminal;
using Trawl.PrivatePostgres;
using Trawl.ServiceDefaults.Hosting;

namespace Trawl.AllInOne;

/// <summary>What the operator can mend is said in one sentence, without a stack trace.</summary>
internal static class Terminating
{
    public static async Task<int> WithASentenceAsync(Func<Task<int>> run)
    {
        try
        {
            return await run();
        }
        catch (PostgresException fault)
        {
            return await SayAsync([fault.Message], ServiceHost.ConfigurationFault);
        }
        catch (TrawlApiException fault)
        {
            return await SayAsync([fault.Message], 1);
        }
        catch (HttpRequestException fault)
        {
            return await SayAsync([$"The Trawl that has the data directory does not answer: {fault.Message}"], 1);
        }
        catch (DataDirectoryException fault)
        {
            return await SayAsync([fault.Message], ServiceHost.ConfigurationFault);
        }
        catch (Exception fault) when (StartupFault.ExitCode(fault) is { } code)
        {
            return await SayAsync(StartupFault.Lines(fault), code);
        }
    }

    private static async Task<int> SayAsync(IReadOnlyList<string> lines, int exitCode)
    {
        foreach (var line in lines)
            await Console.Error.WriteLineAsync($"trawl: {line}");
        return exitCode;
    }
}
