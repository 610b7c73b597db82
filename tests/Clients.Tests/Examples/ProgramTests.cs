using Trawl.Clients.Tests.Server;

namespace Trawl.Clients.Tests.Examples;

/// <summary>The programs of examples/, by the commands that docs/frontends.md prints, over a line that is cut in the middle.</summary>
[Collection(LiveServers.Name)]
public sealed class ProgramTests(LiveServer server)
{
    [Theory]
    [InlineData("Node.js", " running crawling: ")]
    [InlineData("Python", " PROCESSING: ")]
    [InlineData("C#", " running crawling: ")]
    [Trait("Seed", "S2.3")]
    public async Task A_printed_program_shows_a_crawl_to_its_end_over_a_line_that_was_cut_and_finds(string heading, string inTheMiddle)
    {
        await using var site = await GatedSite.StartAsync();
        await using var line = new CutLine(server.Address);
        var commands = PrintedCommands.Under(heading);
        await Shell.PrepareAsync(commands[..^1]);
        var command = commands[^1].Replace("127.0.0.1:8000", site.Address.Authority, StringComparison.Ordinal);
        await using var program = Shell.Start(command, line.Address.GetLeftPart(UriPartial.Authority));
        await program.SaysAsync(inTheMiddle);
        line.Cut();
        site.Open();
        await program.EndsAsync();

        Assert.Single(program.Said, said => said == "completed: 4 pages, 4 passages");
        Assert.Contains(program.Said, said => said.EndsWith("/events.html", StringComparison.Ordinal));
    }
}
