using System.Text.RegularExpressions;
using Trawl.TestSupport;

namespace Trawl.Clients.Tests.Examples;

/// <summary>The commands that docs/frontends.md prints under a heading, word for word.</summary>
internal static partial class PrintedCommands
{
    private static readonly string Page = File.ReadAllText(Path.Combine(BuiltService.Repository, "docs", "frontends.md"));

    public static string[] Under(string heading)
    {
        var part = Page.Split($"\n### {heading}\n", 2)[1].Split("\n#", 2)[0];
        var commands = Blocks().Matches(part).SelectMany(block => block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        return commands.Length > 0 ? commands : throw new InvalidOperationException($"Nothing is printed under {heading}.");
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
