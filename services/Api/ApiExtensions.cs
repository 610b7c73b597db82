using Trawl.Api.Dashboard;
using Trawl.Api.Database;
using Trawl.Api.Landing;
using Trawl.Api.Search;
using Trawl.ServiceDefaults.RateLimits;

namespace Trawl.Api;

/// <summary>The Api as a module of a process.</summary>
public static class ApiExtensions
{
    public static WebApplicationBuilder AddApi(this WebApplicationBuilder builder)
    {
        builder.AddTrawlDatabase();
        builder.AddEngine();
        builder.AddRest();
        builder.AddSearch();
        return builder;
    }

    public static WebApplication MapApi(this WebApplication app)
    {
        app.UseMiddleware<DatabaseGate>();
        if (!app.MapDashboard())
            app.MapUnbuilt();
        var rest = app.MapGroup("").LimitRequests();
        rest.MapRest();
        rest.MapGroup("").WithMetadata(new NeedsDatabase()).MapSearch();
        return app;
    }
}
