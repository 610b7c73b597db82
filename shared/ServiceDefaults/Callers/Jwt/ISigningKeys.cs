namespace Trawl.ServiceDefaults.Callers.Jwt;

/// <summary>Whose signatures are believed.</summary>
internal interface ISigningKeys
{
    /// <summary>What tokens must name as their <c>iss</c>; null when it does not matter, or is not known yet.</summary>
    string? Issuer { get; }

    /// <summary>The key that a token names, or the only one it can mean; null when there is none.</summary>
    /// <exception cref="IssuerUnavailableException">No keys have been read yet, and cannot be now.</exception>
    ValueTask<SigningKey?> FindAsync(string algorithm, string? keyId, CancellationToken cancellationToken);

    /// <summary>Whether a key that was found once is still there.</summary>
    bool Has(SigningKey key);
}

/// <summary>The issuer's keys cannot be had.</summary>
internal sealed class IssuerUnavailableException() : Exception("The issuer's keys cannot be read.");

/// <summary>The one shared secret.</summary>
internal sealed class SecretKeys(byte[] secret) : ISigningKeys
{
    private readonly HmacKey _key = new(secret);

    public string? Issuer => null;

    public ValueTask<SigningKey?> FindAsync(string algorithm, string? keyId, CancellationToken cancellationToken) =>
        ValueTask.FromResult<SigningKey?>(_key.Fits(algorithm) ? _key : null);

    public bool Has(SigningKey key) => _key == key;
}
