using Microsoft.AspNetCore.Builder;
using Trawl.ServiceDefaults.Hosting;

namespace Trawl.ServiceDefaults.Tests;

/// <summary>A process's web half on a free port.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestHost(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<TestHost> StartAsync(
        Action<WebApplication>? map = null, Action<WebApplicationBuilder>? configure = null, ServiceKind kind = ServiceKind.Standalone, params string[] args)
    {
        var app = Build(map, configure, kind, ["--urls=http://127.0.0.1:0", .. args]);
        await app.StartAsync();
        return new TestHost(app);
    }

    public static WebApplication Build(
        Action<WebApplication>? map = null, Action<WebApplicationBuilder>? configure = null, ServiceKind kind = ServiceKind.Standalone, params string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddServiceDefaults("test", kind);
        configure?.Invoke(builder);
        var app = builder.Build();
        app.UseServiceDefaults();
        map?.Invoke(app);
        return app;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        // As a process ends: what a request leaves behind after its answer, its span and its measurement, is there before all is disposed.
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
