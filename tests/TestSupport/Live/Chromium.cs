namespace Trawl.TestSupport.Live;

/// <summary>The system's browser.</summary>
public static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    /// <summary>Without a sandbox, which containers refuse, and without a word to anybody but the page's servers.</summary>
    public static IReadOnlyList<string> Arguments { get; } = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"];

    /// <summary>Where it is.</summary>
    /// <exception cref="InvalidOperationException">Nowhere; the message says what to do. TRAWL_TEST_CHROMIUM names another.</exception>
    public static string Find()
    {
        if (Environment.GetEnvironmentVariable("TRAWL_TEST_CHROMIUM") is { Length: > 0 } named)
            return named;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("Chromium is needed for these tests: `build/ensure.sh chromium` installs it, or says how.");
    }

    /// <summary>Deletes what an ended browser kept. Its helpers outlive it for a moment, and write on; on a busy machine for seconds.</summary>
    public static void DeleteProfile(string profile)
    {
        for (var patience = 100; ; patience--)
        {
            try
            {
                Directory.Delete(profile, recursive: true);
                return;
            }
            catch (IOException) when (patience > 0)
            {
                Thread.Sleep(200);
            }
        }
    }
}
