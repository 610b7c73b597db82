using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Trawl.ServiceDefaults.Callers.ApiKeys;
using Trawl.ServiceDefaults.Callers.Development;
using Trawl.ServiceDefaults.Callers.Jwt;
using Trawl.ServiceDefaults.Callers.Requests;
using Trawl.ServiceDefaults.Hosting;
using Trawl.ServiceDefaults.RateLimits;

namespace Trawl.ServiceDefaults.Callers;

/// <summary>Chooses how callers are told apart, and refuses to start where that would be a lie.</summary>
internal static class CallersSetup
{
    private sealed record Kind(ServiceKind Value);

    public static void AddCallers(this WebApplicationBuilder builder, ServiceKind kind)
    {
        builder.Services.AddSingleton(new Kind(kind));
        if (kind == ServiceKind.Worker)
            return; // nobody calls it; the settings of those who are called are often its environment all the same
        builder.AddValidatedOptions<AuthOptions>("Auth");
        builder.Services.AddSingleton(Create);
        // An issuer's keys are read, and a file of keys is looked at, in the background.
        builder.Services.AddSingleton<IHostedService>(services => services.GetRequiredService<Chosen>());
        builder.Services.AddSingleton(services => services.GetRequiredService<Chosen>().Authenticator);
        builder.AddRateLimits();
        // Whoever connects from a browser has its credential in the query, and the server's own request log would hold it.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", level => level >= LogLevel.Warning);
    }

    public static void UseCallers(this WebApplication app)
    {
        var kind = app.Services.GetRequiredService<Kind>().Value;
        if (kind == ServiceKind.Worker)
            return;
        var options = app.Services.GetRequiredService<IOptions<AuthOptions>>().Value;
        Check(options, kind, ListeningAddresses.BeyondLoopback(app.Configuration));
        app.Services.GetRequiredService<IAuthenticator>(); // keys that are none are said before anything is served
        app.UseMiddleware<CallerMiddleware>();
        app.UseRateLimiter();
        app.UseMiddleware<RefusalMiddleware>();
    }

    private static Chosen Create(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<AuthOptions>>().Value;
        var time = services.GetRequiredService<TimeProvider>();
        if (options.Mode == AuthOptions.ApiKeyMode)
        {
            var keys = new ApiKeyAuthenticator(options, time, services.GetRequiredService<ILogger<ApiKeyAuthenticator>>());
            return new Chosen(keys, keys);
        }

        if (options.Mode != AuthOptions.JwtMode)
            return new Chosen(new DevelopmentAuthenticator(), null);
        if (!string.IsNullOrEmpty(options.Jwt.Secret))
            return new Chosen(new JwtAuthenticator(new SecretKeys(Encoding.UTF8.GetBytes(options.Jwt.Secret)), options.Jwt, time), null);
        var issuer = new IssuerKeys(options.Jwt, time, services.GetRequiredService<ILogger<IssuerKeys>>());
        return new Chosen(new JwtAuthenticator(issuer, options.Jwt, time), issuer);
    }

    private static void Check(AuthOptions options, ServiceKind kind, IReadOnlyList<string> beyondLoopback)
    {
        if (string.IsNullOrEmpty(options.Mode) && (kind != ServiceKind.Standalone || beyondLoopback.Count > 0))
        {
            throw new OptionsException(
                $"Auth:Mode is missing. Set it to '{AuthOptions.JwtMode}' or '{AuthOptions.ApiKeyMode}', or to '{AuthOptions.Development}' (callers are believed; for loopback or a trusted network).");
        }

        if (options.Mode is not (AuthOptions.JwtMode or AuthOptions.ApiKeyMode) && beyondLoopback.Count > 0 && !options.AllowInsecure)
        {
            throw new OptionsException(
                $"Auth:Mode is 'development', in which anyone can be any user, and {string.Join(", ", beyondLoopback)} can be reached from other machines. "
                + "Listen on 127.0.0.1, or set Auth:AllowInsecure to true.");
        }
    }

    /// <summary>The mode's way to tell callers apart, and what it does in the background, if anything.</summary>
    private sealed class Chosen(IAuthenticator authenticator, IHostedService? background) : IHostedService, IDisposable
    {
        public IAuthenticator Authenticator => authenticator;

        public Task StartAsync(CancellationToken cancellationToken) => background?.StartAsync(cancellationToken) ?? Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => background?.StopAsync(cancellationToken) ?? Task.CompletedTask;

        public void Dispose() => (background as IDisposable)?.Dispose();
    }
}
