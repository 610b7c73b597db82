using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Trawl.ServiceDefaults.Callers.Jwt;

/// <summary>
/// The issuer's keys, read again every <see cref="JwtOptions.KeysInterval"/>, and when a token names one that is not there: issuers change
/// them. What was read holds until something newer was: an issuer that is away logs nobody out.
/// </summary>
internal sealed partial class IssuerKeys(JwtOptions options, TimeProvider time, ILogger<IssuerKeys> logger) : BackgroundService, ISigningKeys
{
    // Anyone can send tokens that name keys which do not exist.
    private static readonly TimeSpan BetweenSearches = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenFirstTries = TimeSpan.FromSeconds(1);

    private readonly IssuerDocuments _documents = new(options.Authority!);
    private readonly Lock _gate = new();
    private Task? _reading;
    private long _lastTry;
    private volatile IssuerDocuments.Published? _published;

    public string? Issuer => _published?.Issuer;

    public ValueTask<SigningKey?> FindAsync(string algorithm, string? keyId, CancellationToken cancellationToken) =>
        _published is { } published && Find(published.Keys, algorithm, keyId) is { } key
            ? ValueTask.FromResult<SigningKey?>(key)
            : SearchAsync(algorithm, keyId, cancellationToken);

    public bool Has(SigningKey key) => _published is not { } published || published.Keys.Any(key.IsSameAs);

    public override void Dispose()
    {
        base.Dispose();
        _documents.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (string.IsNullOrEmpty(options.Audience))
            LogNoAudience(options.Authority!);
        while (true)
        {
            await ReadAsync(TimeSpan.Zero).WaitAsync(stoppingToken);
            await Task.Delay(_published is null ? BetweenFirstTries : options.KeysInterval, time, stoppingToken);
        }
    }

    private async ValueTask<SigningKey?> SearchAsync(string algorithm, string? keyId, CancellationToken cancellationToken)
    {
        if (algorithm is not ("RS256" or "PS256" or "ES256"))
            return null;
        await ReadAsync(_published is null ? BetweenFirstTries : BetweenSearches).WaitAsync(cancellationToken);
        return _published is { } published ? Find(published.Keys, algorithm, keyId) : throw new IssuerUnavailableException();
    }

    private static SigningKey? Find(IReadOnlyList<SigningKey> keys, string algorithm, string? keyId)
    {
        SigningKey? found = null;
        foreach (var key in keys)
        {
            if (!key.Fits(algorithm) || (keyId is not null && key.Id != keyId))
                continue;
            if (found is not null)
                return null; // which of them is for the token to say
            found = key;
        }

        return found;
    }

    /// <summary>Reads the keys, unless that was tried just now; whoever asks while they are being read waits for the same.</summary>
    private Task ReadAsync(TimeSpan unlessWithin)
    {
        lock (_gate)
        {
            if (_reading is { IsCompleted: false })
                return _reading;
            if (_lastTry != 0 && time.GetElapsedTime(_lastTry) < unlessWithin)
                return Task.CompletedTask;
            _lastTry = time.GetTimestamp();
            return _reading = Task.Run(ReadNowAsync);
        }
    }

    private async Task ReadNowAsync()
    {
        try
        {
            var read = await _documents.ReadAsync(CancellationToken.None);
            if (_published is not { } known || known.Keys.Count != read.Keys.Count || known.Keys.Any(key => !read.Keys.Any(key.IsSameAs)))
                LogRead(read.Keys.Count, read.Issuer);
            _published = read;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException or InvalidDataException or InvalidOperationException
                                      or CryptographicException or FormatException or ObjectDisposedException)
        {
            // Whatever it is that the issuer says: what is known stays, and it is asked again.
            LogUnreadable(e, options.Authority!);
        }
    }
}
