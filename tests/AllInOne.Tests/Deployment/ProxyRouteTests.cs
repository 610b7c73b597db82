using System.Text.RegularExpressions;
using Trawl.TestSupport;

namespace Trawl.AllInOne.Tests.Deployment;

/// <summary>The two files that make one origin of two services: docker compose's nginx.conf and the ingress of Kubernetes.</summary>
public sealed partial class ProxyRouteTests
{
    public static TheoryData<string, string> Routes => new()
    {
        { "/ws", "notifier" },
        { "/ws/progress/0198", "notifier" },
        { "/api/knowledge/ws", "notifier" },
        { "/events", "notifier" },
        { "/hubs/jobs", "notifier sticky" },
        { "/hubs/jobs/negotiate", "notifier sticky" },
        { "/socket.io/", "notifier sticky" },
        { "/", "api" },
        { "/wsx", "api" },
        { "/api/events", "api" },
        { "/api/jobs/0198/events", "api" },
        { "/openapi/v1.json", "api" },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public void Compose_leads_each_path_to_the_service_that_serves_it(string path, string service)
    {
        var conf = Read("build", "nginx.conf");
        var location = NginxLocations().Matches(conf).FirstOrDefault(l => l.Groups["regex"].Success && Regex.IsMatch(path, l.Groups["regex"].Value))
            ?? NginxLocations().Matches(conf).Single(l => !l.Groups["regex"].Success);

        Assert.Equal(service, location.Groups["upstream"].Value.Replace("notifier_sessions", "notifier sticky", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    [InlineData("/metrics", "nowhere")]
    public void The_ingress_leads_each_path_to_the_service_that_serves_it(string path, string service)
    {
        var rules = Read("k8s", "base", "ingress.yaml").Split("\n---\n").Where(text => text.Contains("kind: Ingress", StringComparison.Ordinal)).SelectMany(
            text => IngressPaths().Matches(text).Select(rule => (Path: rule.Groups["path"].Value,
                Service: rule.Groups["service"].Value + (text.Contains("upstream-hash-by", StringComparison.Ordinal) ? " sticky" : ""))));

        Assert.Equal(service, rules.Where(rule => IsBelow(path, rule.Path)).MaxBy(rule => rule.Path.Length).Service);
    }

    private static bool IsBelow(string path, string prefix) =>
        path == prefix || path.StartsWith(prefix.TrimEnd('/') + "/", StringComparison.Ordinal);

    private static string Read(params string[] path) => File.ReadAllText(Path.Combine([BuiltService.Repository, .. path]));

    [GeneratedRegex(@"location (?:~ (?<regex>\S+)|/) \{\s+proxy_pass http://(?<upstream>\w+);")]
    private static partial Regex NginxLocations();

    [GeneratedRegex(@"- path: (?<path>\S+)\n\s+pathType: \w+\n\s+backend: \{ service: \{ name: (?<service>\w+)")]
    private static partial Regex IngressPaths();
}
