using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Trawl.Notifier.Tests.Transports;
using Trawl.TestSupport;
using Trawl.TestSupport.Callers;

namespace Trawl.Notifier.Tests.Callers;

/// <summary>A Notifier that takes tokens, and a clock in the test's hand. Its job is alice's.</summary>
internal sealed class TokenHost : IAsyncDisposable
{
    private TokenHost(NotifierApp app, ManualTime time) => (App, Time) = (app, time);

    public NotifierApp App { get; }

    public ManualTime Time { get; }

    public static async Task<TokenHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var time = new ManualTime();
        (string, string)[] all = [.. TestTokens.Settings, ("Notifier:WriteInterval", "00:00:00"), ("Notifier:SilenceTimeout", "00:05:00"), .. settings];
        return new TokenHost(await NotifierApp.StartAsync(builder => Use(builder, time), all), time);
    }

    public string Token(string user, int seconds = 60, bool admin = false) => TestTokens.For(user, admin, Time.GetUtcNow().AddSeconds(seconds));

    public void Pass(int seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    public ValueTask DisposeAsync() => App.DisposeAsync();

    private static void Use(WebApplicationBuilder builder, ManualTime time) => builder.Services.AddSingleton<TimeProvider>(time);
}
