using Trawl.ServiceDefaults;

namespace Trawl.Api.Webhooks;

/// <summary>How log events are pushed to users' addresses: section <c>Webhooks</c>. Whether those may be private says <c>Crawler:AllowPrivateNetworks</c>.</summary>
public sealed class WebhooksOptions : IValidatedOptions
{
    private static readonly TimeSpan[] StandardRetries =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10),
        TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12),
    ];

    /// <summary>From a try's start to the end of its answer. Defaults to 15 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The pause before each further try, in order, each made up to a fifth longer by chance. Defaults to 5 s, 30 s, 2 min, 10 min, 1 h, 3 h, 6 h, 12 h.</summary>
    public IReadOnlyList<TimeSpan> Retries { get; set; } = [];

    /// <summary>Tries under way at once in this process, over all webhooks. Defaults to 64.</summary>
    public int Concurrency { get; set; } = 64;

    /// <summary>A webhook at which nothing has arrived for so long is disabled, and its user told. Defaults to 5 days.</summary>
    public TimeSpan DisableAfter { get; set; } = TimeSpan.FromDays(5);

    /// <summary>How long deliveries can be looked up and replayed. Defaults to 30 days.</summary>
    public TimeSpan KeptFor { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Most webhooks of a user. Defaults to 20.</summary>
    public int MaxPerUser { get; set; } = 20;

    // Not the initialiser of Retries: what is configured would be added to it.
    internal IReadOnlyList<TimeSpan> Schedule => Retries.Count > 0 ? Retries : StandardRetries;

    public IEnumerable<string> Validate(string section)
    {
        foreach (var (name, value) in new[] { (nameof(Concurrency), Concurrency), (nameof(MaxPerUser), MaxPerUser) })
        {
            if (value < 1)
                yield return $"{section}:{name} is {value}; it must be at least 1.";
        }

        foreach (var (name, value) in Retries.Select((retry, i) => ($"{nameof(Retries)}:{i}", retry))
            .Concat([(nameof(Timeout), Timeout), (nameof(DisableAfter), DisableAfter), (nameof(KeptFor), KeptFor)]))
        {
            if (value <= TimeSpan.Zero)
                yield return $"{section}:{name} is {value}; it must be above 0.";
        }
    }
}
