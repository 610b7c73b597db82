using System.Globalization;

namespace Trawl.TestSupport;

/// <summary>How much a fuzz test tries. <c>TRAWL_FUZZ_CASES=1000000 dotnet test … --filter Fuzz</c> tries a million of each.</summary>
public static class FuzzCases
{
    /// <summary>Long enough for any machine under any load, short enough to end a run that hangs.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    /// <param name="usual">So many that a test takes a second or two.</param>
    /// <param name="variable">Another, where a case is dear.</param>
    public static int Or(int usual, string variable = "TRAWL_FUZZ_CASES") =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var cases) ? cases : usual;

    /// <summary>Runs one case. Throws when it does not come back.</summary>
    public static T Guard<T>(Func<T> check) => Task.Run(check).WaitAsync(Hang).GetAwaiter().GetResult();
}
