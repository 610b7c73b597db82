using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Trawl.ServiceDefaults.Callers.ApiKeys;

/// <summary>The key itself, which only its holder has.</summary>
public static class ApiKey
{
    /// <summary>Nothing longer can be one.</summary>
    internal const int MaxLength = 512;

    /// <summary>By it, a key that was lost in public is recognised as one.</summary>
    private const string Prefix = "trawl_";

    /// <summary>Makes a key: 256 random bits.</summary>
    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is kept of a key. Of what is random that is enough, and nothing slower is needed.</summary>
    public static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
