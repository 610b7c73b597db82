using System.Runtime.CompilerServices;

namespace Trawl.Contracts.Tests;

/// <summary>The folder of approved files beside this source. <c>UPDATE_APPROVED=1</c> rewrites what a test compares with.</summary>
internal static class Approved
{
    public static bool Updating => Environment.GetEnvironmentVariable("UPDATE_APPROVED") == "1";

    public static string Folder { get; } = Path.Combine(Here(), "Approved");

    public static string PathOf(string file)
    {
        Directory.CreateDirectory(Folder);
        return Path.Combine(Folder, file);
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
