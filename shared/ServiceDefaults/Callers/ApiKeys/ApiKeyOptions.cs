namespace Trawl.ServiceDefaults.Callers.ApiKeys;

/// <summary>A key that opens, in the mode <c>apiKey</c>. <c>trawl key</c> makes one.</summary>
public sealed class ApiKeyOptions : IValidatedOptions
{
    /// <summary>What the operator calls it. Defaults to nothing.</summary>
    public string Name { get; set; } = "";

    /// <summary>The user who calls with it. Defaults to nothing: it must be set.</summary>
    public string UserId { get; set; } = "";

    /// <summary>The SHA-256 of the key, in hexadecimal: the key itself is nowhere. Defaults to nothing: it must be set.</summary>
    public string Hash { get; set; } = "";

    /// <summary>Whether that is an admin, who sees everything. Defaults to false.</summary>
    public bool Admin { get; set; }

    /// <summary>When it ends. Defaults to never.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <inheritdoc />
    public IEnumerable<string> Validate(string section)
    {
        if (!Callers.UserId.IsValid(UserId))
            yield return $"{section}:UserId must have 1 to {Callers.UserId.MaxLength} characters and no control characters.";
        if (Hash.Length != 64 || !Hash.All(char.IsAsciiHexDigit))
            yield return $"{section}:Hash must be the SHA-256 of the key, 64 hexadecimal digits: 'trawl key' makes a key and shows its entry.";
    }
}
