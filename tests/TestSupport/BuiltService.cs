namespace Trawl.TestSupport;

/// <summary>Where the build put a service: beside the tests', in the same configuration.</summary>
public static class BuiltService
{
    /// <summary>The repository that these tests belong to.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The path of a service's assembly: <c>Api</c>, <c>AllInOne</c> …</summary>
    public static string Dll(string service)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var dll = Path.Combine(Repository, "services", service, "bin", output.Parent!.Name, output.Name, $"Trawl.{service}.dll");
        return File.Exists(dll) ? dll : throw new FileNotFoundException($"The service is not built: {dll}. Its project must be referenced by the tests that start it.");
    }

    private static string FindRepository()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Trawl.slnx")))
                return directory.FullName;
        }

        throw new DirectoryNotFoundException("No Trawl.slnx above the tests' output: tests run from the repository's own build.");
    }
}
