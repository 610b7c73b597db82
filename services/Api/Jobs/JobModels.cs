using System.Text.Json;
using Trawl.Api.Database;
using Trawl.Api.Jobs.Views;
using Trawl.Contracts.Embedding;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Jobs;

/// <summary>What each model did for a job.</summary>
internal static class JobModels
{
    public static JsonDocument Initial(IEnumerable<string> models) =>
        // The provider is told with the first result; of the built-in one it is known.
        Write([.. models.Select(m => new JobModel(m, m.StartsWith("hashing-", StringComparison.Ordinal) ? "builtin" : "", "pending", 0, 0, null))]);

    public static JobModel[] Read(Job job) => job.Models.Deserialize<JobModel[]>(TrawlJson.Options) ?? [];

    public static JsonDocument Write(JobModel[] models) => JsonSerializer.SerializeToDocument(models, TrawlJson.Options);

    /// <summary>Some of its work is lost for every model.</summary>
    public static void Fail(Job job, string error) => job.Models = Write(Array.ConvertAll(Read(job), m => m with { Status = "failed", Error = error }));

    /// <summary>A batch was embedded: so many of its chunks are stored.</summary>
    public static void Add(Job job, IReadOnlyList<ModelOutcome> outcomes, int chunks)
    {
        var models = Read(job);
        foreach (var outcome in outcomes)
        {
            var at = Array.FindIndex(models, m => m.Model == outcome.Model);
            if (at < 0)
                continue;
            var was = models[at];
            models[at] = was with
            {
                Provider = outcome.Provider,
                DurationMs = was.DurationMs + outcome.DurationMs,
                Chunks = was.Chunks + (outcome.Error is null ? chunks : 0),
                Error = outcome.Error ?? was.Error,
                Status = outcome.Error is null && was.Error is null ? "processing" : "failed",
            };
        }

        job.Models = Write(models);
    }

    /// <summary>The end: a model that did not fail is done.</summary>
    public static JobModel[] Settled(Job job)
    {
        var models = Array.ConvertAll(Read(job), m => m.Error is null ? m with { Status = "completed" } : m with { Status = "failed" });
        job.Models = Write(models);
        return models;
    }
}
