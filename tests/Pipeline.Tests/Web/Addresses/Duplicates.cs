using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Addresses;

/// <summary>One text under several URLs, none of which owns to it.</summary>
public sealed class Duplicates : Theme
{
    // Each is found on the one before, so that which comes first is no matter of luck.
    private const string Same = "<!doctype html><title>Both</title><h1>Both</h1><p>The same words under two addresses.</p><a href=\"/copy/\">Next</a><a href=\"/copy/again\">After</a>";

    protected override void Build()
    {
        Main.Page("/", Links("/copy", "/empty1")).Stored();
        Main.Html("/copy", Same).Stored("The same words");
        Main.Html("/copy/", Same).Skipped("duplicate");
        Main.Html("/copy/again", Same).Skipped("duplicate");
        // Pages without a word are not the same page.
        Main.Html("/empty1", Empty("/empty2")).Stored();
        Main.Html("/empty2", Empty("/empty1")).Stored();
    }

    private static string Empty(string link) => $"<!doctype html><html><head></head><body><a href=\"{link}\"></a></body></html>";
}
