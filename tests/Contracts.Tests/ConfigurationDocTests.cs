using Microsoft.AspNetCore.Builder;
using Trawl.Api;
using Trawl.Crawler;
using Trawl.Embedder;
using Trawl.Notifier;
using Trawl.ServiceDefaults;
using Trawl.ServiceDefaults.Hosting;

namespace Trawl.Contracts.Tests;

public sealed class ConfigurationDocTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Approved.Folder, "..", "..", ".."));

    [Fact]
    public void The_configuration_page_says_what_the_options_classes_say()
    {
        var written = ConfigurationDoc.Write(Sections(), Root);
        var path = Path.Combine(Root, "docs", "configuration.md");
        if (Approved.Updating)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, written);
        }

        var current = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.True(written == current, "docs/configuration.md is stale: run UPDATE_APPROVED=1 dotnet test tests/Contracts.Tests");
    }

    [Fact]
    public void Every_setting_says_what_it_means_and_its_default()
    {
        var rows = ConfigurationDoc.Write(Sections(), Root).Split('\n').Where(row => row.StartsWith("| `", StringComparison.Ordinal));

        Assert.DoesNotContain(rows, row => row.Replace("\\|", "", StringComparison.Ordinal).Split('|')[3..5].Any(string.IsNullOrWhiteSpace));
    }

    /// <summary>What all modules together register: each names its own section.</summary>
    private static List<OptionsSection> Sections()
    {
        var builder = WebApplication.CreateBuilder(
            ["--ConnectionStrings:Database=Host=127.0.0.1", "--ConnectionStrings:Broker=amqp://127.0.0.1", "--urls=http://127.0.0.1:0"]);
        builder.AddServiceDefaults("allinone", ServiceKind.Standalone);
        builder.AddApi();
        builder.AddCrawler();
        builder.AddEmbedder();
        builder.AddNotifier();
        return [.. builder.Services.Select(service => service.ImplementationInstance).OfType<OptionsSection>()];
    }
}
