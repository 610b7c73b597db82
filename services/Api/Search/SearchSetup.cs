using Trawl.Api.Search.Vectors;
using Trawl.ServiceDefaults;

namespace Trawl.Api.Search;

internal static class SearchSetup
{
    public static void AddSearch(this WebApplicationBuilder builder)
    {
        builder.AddValidatedOptions<SearchOptions>("Search");
        builder.Services.AddSingleton<KeywordSearch>();
        builder.Services.AddSingleton<Highlighter>();
        builder.Services.AddSingleton<QueryVectors>();
        builder.Services.AddSingleton<PgVectorMaintenance>();
        builder.Services.AddSingleton<MemoryVectorIndex>();
        builder.Services.AddSingleton<VectorIndexes>();
        builder.Services.AddHostedService(services => services.GetRequiredService<VectorIndexes>());
        builder.Services.AddSingleton<SearchService>();
    }
}
