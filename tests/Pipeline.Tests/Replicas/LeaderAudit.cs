using Npgsql;

namespace Trawl.Pipeline.Tests.Replicas;

/// <summary>
/// Who leased what, written down by the database itself: the connection, and whether it held the dispatcher's lock as it did. A
/// connection is one replica's, and lives for one of its terms.
/// </summary>
public sealed class LeaderAudit(string database)
{
    /// <summary>Begins to keep.</summary>
    public async Task BeginAsync()
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(
            """
            create table audit_leases (id bigint generated always as identity primary key, connection int not null, leads boolean not null);
            create function audit_note_lease() returns trigger language plpgsql as $$
              begin
                insert into audit_leases (connection, leads) values (pg_backend_pid(), exists (
                  select 1 from pg_locks where locktype = 'advisory' and granted and pid = pg_backend_pid()
                    and (classid::bigint << 32) + objid::bigint = x'747261776c02'::bigint));
                return null;
              end $$;
            create trigger audit_lease after insert on leases for each row execute function audit_note_lease();
            """);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Whoever leased held the lock, and whoever had lost it never came back.</summary>
    /// <returns>How many terms there were.</returns>
    public async Task<int> AssertOneAtATimeAsync()
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("select connection, leads from audit_leases order by id");
        await using var reader = await command.ExecuteReaderAsync();
        var terms = new List<int>();
        while (await reader.ReadAsync())
        {
            Assert.True(reader.GetBoolean(1), "A lease was made without the lock.");
            if (terms.Count == 0 || terms[^1] != reader.GetInt32(0))
                terms.Add(reader.GetInt32(0));
        }

        Assert.Equal(terms.Distinct(), terms);
        return terms.Count;
    }
}
