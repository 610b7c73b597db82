namespace Trawl.ServiceDefaults.RateLimits;

/// <summary>How much one caller may ask of the REST API.</summary>
public sealed class RestOptions : IValidatedOptions
{
    /// <summary>Requests a second of one caller, of one address while it has not said who it is; per replica. 0 is unlimited. Defaults to 500.</summary>
    public int RequestsPerSecond { get; set; } = 500;

    /// <summary>How many may come at once after a pause. Defaults to 2000.</summary>
    public int Burst { get; set; } = 2000;

    /// <inheritdoc />
    public IEnumerable<string> Validate(string section)
    {
        if (RequestsPerSecond is < 0 or > 10_000_000)
            yield return $"{section}:RequestsPerSecond must be between 0 (unlimited) and 10000000.";
        if (Burst < 1 || Burst < RequestsPerSecond / 10)
            yield return $"{section}:Burst must be at least 1, and at least a tenth of RequestsPerSecond.";
    }
}
