using System.Reflection;

namespace Trawl.Contracts.Tests;

/// <summary>Who may know whom, read from what the compiled assemblies really refer to.</summary>
public sealed class BoundaryTests
{
    private static readonly string[] Services = ["Trawl.Api", "Trawl.Crawler", "Trawl.Embedder", "Trawl.Notifier", "Trawl.AllInOne"];
    private static readonly string[] Database = ["Npgsql", "Microsoft.EntityFrameworkCore"];

    /// <summary>Assembly, what it must not refer to (by prefix), and why.</summary>
    public static TheoryData<string, string[], string> Rules => new()
    {
        { "Trawl.Contracts", ["Microsoft.AspNetCore", .. Database, "Trawl."], "another team takes this package to write a worker; it must bring nothing along" },
        { "Trawl.Web", ["Microsoft.AspNetCore", "MassTransit", .. Database, "Trawl."], "rules about URLs and addresses, for whoever needs them" },
        { "Trawl.WorkerDefaults", [.. Services, .. Database, "Microsoft.AspNetCore.SignalR", "RabbitMQ.Client"], "what workers have in common; it knows none of them" },
        { "Trawl.ServiceDefaults", ["Trawl.", .. Database], "it hosts any service, so it knows none, nor their messages" },
        { "Trawl.Crawler", [.. Others("Trawl.Crawler"), .. Database, "Microsoft.AspNetCore.SignalR", "RabbitMQ.Client"], "stateless: a command in, results out" },
        { "Trawl.Embedder", [.. Others("Trawl.Embedder"), .. Database, "Microsoft.AspNetCore.SignalR", "RabbitMQ.Client"], "stateless: a command in, results out" },
        { "Trawl.Notifier", [.. Others("Trawl.Notifier"), .. Database, "RabbitMQ.Client"], "connections and subscriptions, nothing else" },
        { "Trawl.Api", [.. Others("Trawl.Api"), "AngleSharp", "Microsoft.AspNetCore.SignalR", "RabbitMQ.Client"], "it decides and stores; the work is done elsewhere" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void An_assembly_refers_to_nothing_it_may_not_know(string assembly, string[] forbidden, string reason)
    {
        var references = Assembly.Load(assembly).GetReferencedAssemblies().Select(a => a.Name!).Where(name => name != assembly);
        var broken = references.Where(name => Array.Exists(forbidden, f => name.StartsWith(f, StringComparison.Ordinal)));
        Assert.True(!broken.Any(), $"{assembly} refers to {string.Join(", ", broken)}, but {reason}.");
    }

    [Fact]
    public void Contracts_are_records_without_behaviour()
    {
        var methods = typeof(Channels.ChannelEvent).Assembly.GetExportedTypes()
            .Where(type => !type.IsEnum)
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => !method.IsSpecialName && method.Name is not ("ToString" or "Equals" or "GetHashCode" or "<Clone>$"));
        Assert.Empty(methods.Select(method => $"{method.DeclaringType!.Name}.{method.Name}"));
    }

    [Fact]
    public void The_kit_for_workers_refers_to_no_package() => // Another team takes it to report on work of its own: it must bring nothing along.
        Assert.All(Assembly.Load("Trawl.Work").GetReferencedAssemblies(), reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal));

    private static IEnumerable<string> Others(string own) => Services.Where(service => service != own);
}
