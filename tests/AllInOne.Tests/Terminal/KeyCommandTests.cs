using System.Text.Json;
using System.Text.RegularExpressions;
using Trawl.ServiceDefaults.Callers.ApiKeys;

namespace Trawl.AllInOne.Tests.Terminal;

public sealed class KeyCommandTests
{
    [Fact]
    public async Task A_key_is_shown_with_the_entry_that_knows_it()
    {
        var (exitCode, output) = await RunAsync("key", "alice", "--name", "ci", "--admin", "--days", "30");

        Assert.Equal(0, exitCode);
        var key = Regex.Match(output, "trawl_[A-Za-z0-9_-]{43}").Value;
        var entry = JsonDocument.Parse(output[output.IndexOf('{')..]).RootElement;
        Assert.Equal(
            ("alice", "ci", true, ApiKey.HashOf(key)),
            (entry.GetProperty("userId").GetString(), entry.GetProperty("name").GetString(), entry.GetProperty("admin").GetBoolean(), entry.GetProperty("hash").GetString()));
        Assert.InRange((entry.GetProperty("expiresAt").GetDateTimeOffset() - DateTimeOffset.UtcNow).TotalDays, 29.9, 30);
        Assert.DoesNotContain(key, output[output.IndexOf('{')..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_s_key_is_not_made() => Assert.NotEqual(0, (await RunAsync("key", " ")).ExitCode);

    private static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var before = Console.Out;
        using var output = new StringWriter();
        Console.SetOut(output);
        try
        {
            return (await TrawlCommand.Create().Parse(arguments).InvokeAsync(), output.ToString());
        }
        finally
        {
            Console.SetOut(before);
        }
    }
}
