using System.Globalization;
using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Discovery;

/// <summary>A chain that goes on beyond the depth that was asked for, with a shortcut into it.</summary>
public sealed class Depth : Theme
{
    private const int Deepest = 4;

    public override void Ask(Dictionary<string, object> crawl) => crawl["maxDepth"] = Deepest;

    protected override void Build()
    {
        for (var step = 0; step <= Deepest + 3; step++)
        {
            var page = Main.Page(step == 0 ? "/" : Step(step), Links(Step(step + 1)));
            if (step <= Deepest)
                page.Stored();
        }
    }

    private static string Step(int step) => "/step" + step.ToString(CultureInfo.InvariantCulture);
}
