using System.Security.Cryptography;

namespace Trawl.ServiceDefaults.Callers.Jwt;

/// <summary>A key, and the algorithms that are allowed with it: which of them made a signature is the token's word, which may be is not.</summary>
internal abstract class SigningKey(string? id, byte[] thumbprint, IReadOnlyList<string> algorithms)
{
    /// <summary>By what tokens name it; null when they cannot.</summary>
    public string? Id { get; } = id;

    public bool Fits(string algorithm) => algorithms.Contains(algorithm, StringComparer.Ordinal);

    /// <summary>Whether it is the same key, read at another time.</summary>
    public bool IsSameAs(SigningKey other) => Id == other.Id && thumbprint.AsSpan().SequenceEqual(other.Thumbprint);

    public abstract bool Verifies(string algorithm, byte[] input, byte[] signature);

    private byte[] Thumbprint => thumbprint;
}

internal sealed class HmacKey(byte[] secret) : SigningKey(null, SHA256.HashData(secret), ["HS256"])
{
    public override bool Verifies(string algorithm, byte[] input, byte[] signature) =>
        CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(secret, input), signature);
}

internal sealed class RsaKey(string? id, RSAParameters key, IReadOnlyList<string> algorithms)
    : SigningKey(id, SHA256.HashData([.. key.Modulus!, .. key.Exponent!]), algorithms)
{
    private readonly RSA _rsa = RSA.Create(key);

    public override bool Verifies(string algorithm, byte[] input, byte[] signature)
    {
        var padding = algorithm == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        lock (_rsa) // nothing says that it may be shared
            return _rsa.VerifyData(input, signature, HashAlgorithmName.SHA256, padding);
    }
}

internal sealed class EcKey(string? id, ECParameters key) : SigningKey(id, SHA256.HashData([.. key.Q.X!, .. key.Q.Y!]), ["ES256"])
{
    private readonly ECDsa _ecdsa = ECDsa.Create(key);

    public override bool Verifies(string algorithm, byte[] input, byte[] signature)
    {
        lock (_ecdsa)
            return _ecdsa.VerifyData(input, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
