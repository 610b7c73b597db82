using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Trawl.ServiceDefaults.Hosting;

/// <summary>Failures to start that the operator can mend: told in a line each, without a stack trace.</summary>
public static class StartupFault
{
    /// <summary>The exit code that says it, or null when the exception is none of these and deserves its stack trace.</summary>
    public static int? ExitCode(Exception exception)
    {
        if (Faults(exception).Any())
            return ServiceHost.ConfigurationFault;
        return InUse(exception) is null ? null : 1;
    }

    /// <summary>What to tell: every fault of the configuration at once.</summary>
    public static IReadOnlyList<string> Lines(Exception exception)
    {
        string[] faults = [.. Faults(exception).Distinct()];
        return faults.Length == 0 && InUse(exception) is { } inUse ? [inUse] : faults;
    }

    private static IEnumerable<string> Faults(Exception? exception) => exception switch
    {
        OptionsException options => options.Message.Split('\n'),
        OptionsValidationException validation => validation.Failures,
        AggregateException several => several.InnerExceptions.SelectMany(Faults),
        null => [],
        _ => Faults(exception.InnerException),
    };

    private static string? InUse(Exception? exception) => exception switch
    {
        null => null,
        IOException { InnerException: AddressInUseException } => $"{exception.Message} Stop what listens there, or set BACKEND_PORT or ASPNETCORE_URLS to another.",
        _ => InUse(exception.InnerException),
    };
}
