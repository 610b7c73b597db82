using Npgsql;

namespace Trawl.Pipeline.Tests.Chaos;

/// <summary>
/// Keeps what the Api forgets: which pages each lease held, and when it began, was published and ended. By triggers in the database, so
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
            create table chaos_published (lease_id uuid primary key, at timestamptz not null);
            create table chaos_closed (lease_id uuid primary key, whole boolean not null, at timestamptz not null);
            create function chaos_note_lease() returns trigger language plpgsql as
              $$ begin insert into chaos_leased values (new.url, new.id, new.lease_id, clock_timestamp()); return null; end $$;
            create function chaos_note_published() returns trigger language plpgsql as
              $$ begin insert into chaos_published values (new.id, clock_timestamp()); return null; end $$;
            create function chaos_note_close() returns trigger language plpgsql as
              $$ begin insert into chaos_closed values (old.id, old.size <= 0 and old.concurrency = 0, clock_timestamp()); return null; end $$;
            create trigger chaos_lease after update of lease_id on pages for each row
              when (new.lease_id is not null and new.lease_id is distinct from old.lease_id) execute function chaos_note_lease();
            create trigger chaos_published after update of published on leases for each row
              when (new.published and not old.published) execute function chaos_note_published();
            create trigger chaos_close after delete on leases for each row execute function chaos_note_close();
            """);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Each time a page was leased.</summary>
    public async Task<IReadOnlyList<AuditedLease>> LeasesAsync()
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(
            """
            select l.url, l.at, coalesce(p.at, c.at, now()), case when c.whole then c.at else now() end
            from chaos_leased l left join chaos_published p on p.lease_id = l.lease_id left join chaos_closed c on c.lease_id = l.lease_id
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var leases = new List<AuditedLease>();
        while (await reader.ReadAsync())
            leases.Add(new AuditedLease(reader.GetString(0), reader.GetDateTime(1), reader.GetDateTime(2), reader.GetDateTime(3)));
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
