using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Trawl.ServiceDefaults.Hosting;

namespace Trawl.ServiceDefaults.Callers;

/// <summary>Chooses how callers are told apart, and refuses to start where that would be a lie.</summary>
internal static class CallersSetup
{
    private sealed record Kind(ServiceKind Value);

    public static void AddCallers(this WebApplicationBuilder builder, ServiceKind kind)
    {
        builder.Services.AddSingleton(new Kind(kind));
        builder.AddValidatedOptions<AuthOptions>("Auth");
    }

    public static void UseCallers(this WebApplication app)
    {
        var kind = app.Services.GetRequiredService<Kind>().Value;
        if (kind == ServiceKind.Worker)
            return;
        var options = app.Services.GetRequiredService<IOptions<AuthOptions>>().Value;
        Check(options, kind, ListeningAddresses.BeyondLoopback(app.Configuration));
        app.UseMiddleware<CallerMiddleware>();
    }

    private static void Check(AuthOptions options, ServiceKind kind, IReadOnlyList<string> beyondLoopback)
    {
        if (string.IsNullOrEmpty(options.Mode) && (kind != ServiceKind.Standalone || beyondLoopback.Count > 0))
            throw new OptionsException("Auth:Mode is missing. Set it to 'development' (callers are believed; for loopback or a trusted network).");
        if (beyondLoopback.Count > 0 && !options.AllowInsecure)
        {
            throw new OptionsException(
                $"Auth:Mode is 'development', in which anyone can be any user, and {string.Join(", ", beyondLoopback)} can be reached from other machines. "
                + "Listen on 127.0.0.1, or set Auth:AllowInsecure to true.");
        }
    }
}
