using Trawl.Pipeline.Tests.Web.Addresses;
using Trawl.Pipeline.Tests.Web.Answers;
using Trawl.Pipeline.Tests.Web.Content;
using Trawl.Pipeline.Tests.Web.Discovery;

namespace Trawl.Pipeline.Tests.Web.Served;

/// <summary>All that the test web has.</summary>
public static class WebThemes
{
    public static IEnumerable<Theme> New() =>
    [
        // The one that takes longest first: all are crawled at once.
        new Hanging(), new Throttled(), new Failing(), new Sizes(), new Kinds(),
        new Traps(), new MaxPages(), new Depth(), new Sitemaps(), new NoSitemap(),
        new Discovery.RobotsRules(), new RobotsTags(), new RobotsBroken(), new RobotsForbidden(), new RobotsOverruled(), new RobotsIgnored(),
        new Spellings(), new Redirects(), new Moved(), new Canonicals(), new Duplicates(), new SeveralHosts(), new PrefixScope(), new Globs(), new ListScope(),
        new Charsets(), new Texts(),
    ];
}
