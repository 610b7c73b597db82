using Npgsql;

namespace Trawl.Pipeline.Tests.Chaos;

/// <summary>
/// Keeps what the Api forgets: which pages each lease held, and from when to when it was open. By triggers in the database, so
/// that nothing happens between two looks.
/// </summary>
public sealed class LeaseAudit(string database)
{
    /// <summary>Begins to keep.</summary>
    public async Task BeginAsync()
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(
            """
            create table chaos_leased (url text not null, page_id bigint not null, lease_id uuid not null, at timestamptz not null);
            create table chaos_closed (lease_id uuid primary key, at timestamptz not null);
            create function chaos_note_lease() returns trigger language plpgsql as
              $$ begin insert into chaos_leased values (new.url, new.id, new.lease_id, clock_timestamp()); return null; end $$;
            create function chaos_note_close() returns trigger language plpgsql as
              $$ begin insert into chaos_closed values (old.id, clock_timestamp()); return null; end $$;
            create trigger chaos_lease after update of lease_id on pages for each row
              when (new.lease_id is not null and new.lease_id is distinct from old.lease_id) execute function chaos_note_lease();
            create trigger chaos_close after delete on leases for each row execute function chaos_note_close();
            """);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Each time a page was leased, with the time that the lease was open.</summary>
    public async Task<IReadOnlyList<(string Url, DateTime Opened, DateTime Closed)>> LeasesAsync()
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(
            "select l.url, l.at, coalesce(c.at, now()) from chaos_leased l left join chaos_closed c on c.lease_id = l.lease_id");
        await using var reader = await command.ExecuteReaderAsync();
        var leases = new List<(string, DateTime, DateTime)>();
        while (await reader.ReadAsync())
            leases.Add((reader.GetString(0), reader.GetDateTime(1), reader.GetDateTime(2)));
        return leases;
    }

    /// <summary>Pages that were leased once more after they had been stored. There must be none.</summary>
    public async Task<IReadOnlyList<string>> LeasedAfterTheEndAsync()
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(
            "select p.url from pages p join chaos_leased l on l.page_id = p.id where p.status = 2 and l.at > p.finished_at");
        await using var reader = await command.ExecuteReaderAsync();
        var urls = new List<string>();
        while (await reader.ReadAsync())
            urls.Add(reader.GetString(0));
        return urls;
    }
}
