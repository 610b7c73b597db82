using System.Buffers.Text;
using System.Security.Cryptography;
using Trawl.ServiceDefaults.Callers.Jwt;

namespace Trawl.ServiceDefaults.Tests.Callers.Jwt;

/// <summary>What others signed is verified, and not a byte of it may change.</summary>
public sealed class VectorTests
{
    [Fact]
    public void The_examples_of_the_standard_are_verified()
    {
        var secret = new HmacKey(Base64Url.DecodeFromChars(OthersTokens.Rfc7515A1Key));
        var curve = new EcKey(null, new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64Url.DecodeFromChars(OthersTokens.Rfc7515A3X), Y = Base64Url.DecodeFromChars(OthersTokens.Rfc7515A3Y) },
        });

        Assert.True(Verifies(secret, OthersTokens.Rfc7515A1));
        Assert.True(Verifies(curve, OthersTokens.Rfc7515A3));
        Assert.False(Verifies(secret, OthersTokens.Rfc7515A1.Replace("dBjf", "dBjg", StringComparison.Ordinal)));
        Assert.False(Verifies(curve, OthersTokens.Rfc7515A3.Replace("DtEh", "DtEi", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_unsecured_example_has_no_key()
    {
        var unsecured = JsonWebToken.Read(OthersTokens.Rfc7519Unsecured, out _)!;

        Assert.Equal("none", unsecured.Algorithm);
        Assert.False(new HmacKey(new byte[32]).Fits(unsecured.Algorithm));
    }

    private static bool Verifies(SigningKey key, string token)
    {
        var read = JsonWebToken.Read(token, out _)!;
        return key.Fits(read.Algorithm) && key.Verifies(read.Algorithm, read.SigningInput, read.Signature);
    }
}
