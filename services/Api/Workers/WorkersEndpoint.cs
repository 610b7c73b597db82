using System.Text.Json;
using Trawl.Api.Database;
using Trawl.Contracts.Workers;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Workers;

/// <summary>GET /api/workers: who is alive. Never more than a handful, so one page.</summary>
internal static class WorkersEndpoint
{
    public sealed record WorkerView(
        string Id, WorkerKind Kind, int Slots, int Busy, DateTime LastSeen, string Version, DateTime StartedAt, IReadOnlyList<EmbeddingModel> Models);

    public static async Task<IResult> HandleAsync(LiveWorkers workers, CancellationToken cancellationToken)
    {
        var live = await workers.ListAsync(cancellationToken);
        return TypedResults.Ok(new ListPage<WorkerView>([.. live.Select(ViewOf)], null));
    }

    private static WorkerView ViewOf(Worker worker) => new(
        worker.Id, worker.Kind, worker.Slots, worker.Busy, worker.LastSeen.UtcDateTime, worker.Version, worker.StartedAt.UtcDateTime,
        worker.Models.Deserialize<EmbeddingModel[]>(TrawlJson.Options) ?? []);
}
