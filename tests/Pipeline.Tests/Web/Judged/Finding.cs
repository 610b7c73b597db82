using System.Text.Json;
using Trawl.Pipeline.Tests.Web.Served;

namespace Trawl.Pipeline.Tests.Web.Judged;

/// <summary>What one crawl of a theme came to, by what Trawl tells and by what the hosts saw.</summary>
/// <param name="Job">At its end.</param>
/// <param name="Pages">Every page of the job.</param>
/// <param name="Documents">What the source holds, with its texts.</param>
/// <param name="Requests">What the theme's hosts were asked by this crawl, in order.</param>
/// <param name="Activity">The live commentary on the job.</param>
/// <param name="Crawlers">How many processes crawl.</param>
public sealed record Finding(
    JsonElement Job, IReadOnlyList<FoundPage> Pages, IReadOnlyList<JsonElement> Documents, IReadOnlyList<SeenRequest> Requests, IReadOnlyList<JsonElement> Activity, int Crawlers)
{
    /// <summary>Requests for a host's robots.txt.</summary>
    public int RobotsRead(WebHost host) => Requests.Count(request => request.IsRobots && request.Host == host);

    public int Count(string name) => Job.GetProperty("counts").GetProperty(name).GetInt32();
}
