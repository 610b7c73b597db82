using System.CommandLine;
using Spectre.Console;

namespace Trawl.AllInOne.Terminal;

/// <summary><c>search "words"</c>.</summary>
internal static class SearchCommand
{
    private static readonly Argument<string[]> Words = new("words") { Description = "What to look for.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<int> Limit = new("--limit") { Description = "How many passages. Defaults to 5.", DefaultValueFactory = _ => 5 };
    private static readonly Option<string?> Source = new("--source") { Description = "Only in the source with this id." };

    public static Command Create(Option<string?> data)
    {
        var command = new Command("search", "Searches what was crawled.") { Words, Limit, Source };
        command.SetAction(parsed => Terminating.WithASentenceAsync(() => RunAsync(parsed, data)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Option<string?> data)
    {
        await using var session = await Session.OpenAsync(TrawlCommand.Settings(parsed.GetValue(data)));
        var path = $"/api/search?q={Uri.EscapeDataString(string.Join(' ', parsed.GetValue(Words)!))}&limit={parsed.GetValue(Limit)}";
        if (parsed.GetValue(Source) is { } source)
            path += $"&sourceId={Uri.EscapeDataString(source)}";
        return SearchResults.Show(AnsiConsole.Console, await session.Api.GetAsync(path, CancellationToken.None)) > 0 ? 0 : 1;
    }
}
