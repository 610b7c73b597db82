using System.Text;
using System.Text.Json;
using Trawl.Api.Database;
using Trawl.Contracts.Workers;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Workers;

/// <summary>GET /api/workers: who is alive. A handful, held in memory, and paged as every list is.</summary>
internal static class WorkersEndpoint
{
    public sealed record WorkerView(
        string Id, WorkerKind Kind, int Slots, int Busy, DateTime LastSeen, string Version, DateTime StartedAt, IReadOnlyList<EmbeddingModel> Models);

    public static async Task<IResult> HandleAsync(HttpContext http, LiveWorkers workers, CancellationToken cancellationToken)
    {
        var faults = new Faults();
        var (limit, after) = Paging.ByText(http.Request, faults);
        if (faults.Any)
            return faults.ToProblem();
        var live = (await workers.ListAsync(cancellationToken)).OrderBy(worker => worker.Id, StringComparer.Ordinal)
            .Where(worker => after is null || string.CompareOrdinal(worker.Id, after) > 0).Select(ViewOf).ToArray();
        return TypedResults.Ok(live.Length <= limit
            ? new ListPage<WorkerView>(live, null)
            : new ListPage<WorkerView>(live[..limit], Paging.Cursor(Encoding.UTF8.GetBytes(live[limit - 1].Id))));
    }

    private static WorkerView ViewOf(Worker worker) => new(
        worker.Id, worker.Kind, worker.Slots, worker.Busy, worker.LastSeen.UtcDateTime, worker.Version, worker.StartedAt.UtcDateTime,
        worker.Models.Deserialize<EmbeddingModel[]>(TrawlJson.Options) ?? []);
}
