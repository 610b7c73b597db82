using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Content;

/// <summary>What is kept of a page, and what is not: the frame around it, markup that is broken, pages of nothing but script.</summary>
public sealed class Texts : Theme
{
    private const string Framed =
        """
        <!doctype html><html lang="de"><head><title>Die  Seite
         selbst</title><meta name="description" content="Worum es geht."></head><body>
        <header><a href="/">Home of all headers</a></header>
        <nav><ul><li><a href="/from-menu">Menu entry</a></li></ul></nav>
        <div class="cookie-banner">We value your cookies</div><aside>Read also</aside>
        <main><h1>Main matter</h1><p>What it <em>says</em> with <code>code()</code>.</p>
        <h2>Second</h2><ol><li>first<ul><li>inner</li></ul></li><li>second</li></ol>
        <table><tr><th>Name</th><th>Value</th></tr><tr><td>alpha</td><td>1</td></tr></table>
        <pre><code class="language-csharp">var x = 1;
        if (x &lt; 2) return;</code></pre><p><a href="/from-main">A link</a></p></main>
        <footer>Imprint of no interest</footer><script>alert("script text")</script></body></html>
        """;

    private const string Malformed =
        """
        <html><head><title>Broken</title><body><p>First paragraph<p>Second <b>bold <i>both</b> italic</i>
        <ul><li>one<li>two</ul><table><tr><td>cell<table><tr><td>nested</table></table><div><a href=/from-broken>link</div>
        <p attr="unclosed>lost" title='x'>Found again</p> 3 < 4 &amp &nbsp &unknown; <3 <!-- unclosed comment
        """;

    private const string Scripted =
        """
        <!doctype html><html><head><title>App</title><script src="/app.js"></script></head>
        <body><noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div><script>start()</script></body></html>
        """;

    private const string OnlyFrame =
        """
        <!doctype html><html><head><title>Only frame</title></head><body><div class="sidebar"><p>All there is stands in what looks like a frame.</p></div></body></html>
        """;

    protected override void Build()
    {
        Main.Page("/", Links("/framed", "/malformed", "/scripted", "/only-frame", "/empty", "/nothing", "/shadow")).Stored();
        Main.Html("/framed", Framed)
            .Stored("# Main matter", "## Second", "*says*", "`code()`", "1. first", "- inner", "| Name | Value |", "| alpha | 1 |", "```csharp\nvar x = 1;", "x < 2", $"{Main.Address}from-main")
            .Without("Home of all headers", "Menu entry", "cookies", "Read also", "Imprint", "script text")
            .Titled("Die Seite selbst");
        Main.Page("/from-menu").Stored();
        Main.Page("/from-main").Stored();
        Main.Html("/malformed", Malformed)
            .Stored("First paragraph", "Second", "bold", "italic", "- one", "- two", "cell", "nested", "Found again", "3 < 4").Titled("Broken");
        Main.Page("/from-broken").Stored();
        Main.Html("/scripted", Scripted).Skipped("needs_script");
        Main.Html("/only-frame", OnlyFrame).Stored("All there is");
        Main.Html("/empty", "<!doctype html><html><head><title>Empty</title></head><body></body></html>").Stored().Titled("Empty");
        Main.Html("/nothing", "").Stored();
        Main.Html("/shadow", "<title>Custom</title><my-app><my-card><p>Within elements of its own.</p></my-card></my-app>").Stored("Within elements of its own.");
    }
}
