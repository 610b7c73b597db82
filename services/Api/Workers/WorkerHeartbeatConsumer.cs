using System.Text.Json;
using MassTransit;
using Npgsql;
using Trawl.Api.Database;
using Trawl.Contracts.Workers;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Workers;

/// <summary>Keeps the list of workers. One replica hears each heartbeat; the list is the database's.</summary>
public sealed class WorkerHeartbeatConsumer(NpgsqlDataSource database, DatabaseReady ready, LiveWorkers workers, TimeProvider time) : IConsumer<WorkerHeartbeat>
{
    public async Task Consume(ConsumeContext<WorkerHeartbeat> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        await ready.WaitAsync(context.CancellationToken);
        if (await ApplyAsync(context.Message, context.CancellationToken))
            workers.Forget();
    }

    /// <summary>Whether somebody came or went.</summary>
    private async Task<bool> ApplyAsync(WorkerHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(heartbeat.Stopping
            ? $"with gone as (delete from workers where id = $1 returning id) select count(*) > 0, pg_notify('{DatabaseSignals.DispatchChannel}', '') from gone"
            : $"""
              with upsert as (
                insert into workers (id, kind, slots, busy, version, started_at, last_seen, models) values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb)
                on conflict (id) do update set slots = excluded.slots, busy = excluded.busy, last_seen = greatest(workers.last_seen, excluded.last_seen), models = excluded.models
                returning xmax = 0 as new)
              select new, case when new then pg_notify('{DatabaseSignals.DispatchChannel}', '') end from upsert
              """);
        command.Parameters.AddWithValue(heartbeat.WorkerId);
        if (!heartbeat.Stopping)
        {
            command.Parameters.AddWithValue((int)heartbeat.Kind);
            command.Parameters.AddWithValue(heartbeat.Slots);
            command.Parameters.AddWithValue(heartbeat.Busy);
            command.Parameters.AddWithValue(heartbeat.Version);
            command.Parameters.AddWithValue(heartbeat.StartedAt.ToUniversalTime());
            command.Parameters.AddWithValue(time.GetUtcNow());
            command.Parameters.AddWithValue(JsonSerializer.Serialize(heartbeat.Models, TrawlJson.Options));
        }

        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }
}
