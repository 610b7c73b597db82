namespace Trawl.ServiceDefaults.Callers;

/// <summary>How callers are told apart.</summary>
public sealed class AuthOptions : IValidatedOptions
{
    /// <summary>
    /// <c>development</c>: whoever the caller says (<c>X-User-Id</c> or <c>?userId=</c>). Must be set, except in the standalone host on
    /// loopback. Defaults to unset.
    /// </summary>
    public string? Mode { get; set; }

    /// <summary>Lets <c>development</c> mode listen beyond loopback, where anyone can be any user. Defaults to false.</summary>
    public bool AllowInsecure { get; set; }

    /// <inheritdoc />
    public IEnumerable<string> Validate(string section)
    {
        if (Mode is "jwt" or "apiKey")
            yield return $"{section}:Mode is '{Mode}', which this version of Trawl does not have yet. Set it to 'development'.";
        else if (Mode is not (null or "" or "development"))
            yield return $"{section}:Mode is '{Mode}', which is no mode. Set it to 'development'.";
    }
}
