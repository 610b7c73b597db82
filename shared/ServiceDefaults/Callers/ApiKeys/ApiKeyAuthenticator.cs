using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Trawl.ServiceDefaults.Callers.Requests;

namespace Trawl.ServiceDefaults.Callers.ApiKeys;

/// <summary><c>apiKey</c>: the caller is the user that a key was given to. A key that is gone from the file opens nothing any more.</summary>
internal sealed partial class ApiKeyAuthenticator : BackgroundService, IAuthenticator
{
    // By looking, not by being told: mounted secrets are exchanged behind a link, of which no watcher hears.
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);

    private readonly AuthOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private byte[] _file = [];
    private volatile ApiKeySet _keys;

    /// <exception cref="OptionsException">The keys are none.</exception>
    public ApiKeyAuthenticator(AuthOptions options, TimeProvider time, ILogger<ApiKeyAuthenticator> logger)
    {
        (_options, _time, _logger) = (options, time, logger);
        try
        {
            _file = Load();
            _keys = Read(_file, out var faults) ?? throw new OptionsException(string.Join('\n', faults));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new OptionsException($"Auth:KeysFile is '{options.KeysFile}', which cannot be read as a list of keys: {e.Message}");
        }
    }

    public bool BelievesCallers => false;

    public string Scheme => "ApiKey";

    public ValueTask<Authentication> AuthenticateAsync(HttpRequest request, bool isSocket)
    {
        var key = PresentedCredential.Header(request, "X-Api-Key") ?? (isSocket ? PresentedCredential.Query(request, "api_key") : null);
        return ValueTask.FromResult(key is null ? Authentication.No(AuthenticationFault.Missing) : Judge(key));
    }

    public ValueTask<Authentication> AuthenticateAsync(string token, CancellationToken cancellationToken) => ValueTask.FromResult(Judge(token));

    public bool StillAccepts(Credential credential) => credential.Proof is ApiKeySet.Entry entry && _keys.Has(entry);

    /// <summary>Takes over what the file says now; what it says badly changes nothing.</summary>
    internal void Look()
    {
        try
        {
            var file = Load();
            if (file.AsSpan().SequenceEqual(_file))
                return;
            _file = file; // said once, not every few seconds
            if (Read(file, out var faults) is not { } keys)
            {
                LogFaults(string.Join(' ', faults));
                return;
            }

            _keys = keys;
            LogTaken(keys.Count);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            LogUnreadable(e, _options.KeysFile!);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!string.IsNullOrEmpty(_options.KeysFile))
        {
            await Task.Delay(LookInterval, _time, stoppingToken);
            Look();
        }
    }

    private Authentication Judge(string key)
    {
        if (key.Length > ApiKey.MaxLength || _keys.Find(key) is not { } entry)
            return Authentication.Invalid("a key that is not known");
        return entry.ExpiresAt <= _time.GetUtcNow()
            ? Authentication.No(AuthenticationFault.Expired)
            : Authentication.Of(new Caller(entry.UserId, entry.IsAdmin, new Credential(entry, entry.ExpiresAt)));
    }

    private byte[] Load() => string.IsNullOrEmpty(_options.KeysFile) ? [] : ApiKeyFile.Load(_options.KeysFile);

    private ApiKeySet? Read(byte[] file, out IReadOnlyList<string> faults)
    {
        var configured = _options.ApiKeys.Select((key, i) => (key, $"Auth:ApiKeys:{i}"));
        return ApiKeySet.From(string.IsNullOrEmpty(_options.KeysFile) ? configured : configured.Concat(ApiKeyFile.Parse(file)), out faults);
    }
}
