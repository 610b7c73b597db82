using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Trawl.Api.Database;
using Trawl.Contracts.Crawling;
using Trawl.ServiceDefaults.Json;

namespace Trawl.Api.Jobs.Lifecycle.Beginning;

/// <summary>Which source a job fills.</summary>
internal static class SourceRows
{
    /// <summary>The user's source of this site, made when it is new. Locked until the commit, so that it cannot be deleted before it has the job.</summary>
    public static async Task<Guid> OfAsync(TrawlDbContext db, NewJob job, string[] urls, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into sources (id, user_id, key, title, url, urls, created_at, options) values ($1, $2, $3, nullif($4, ''), $5, $6, $7, $8)
            on conflict (user_id, key) do update set title = coalesce(excluded.title, sources.title), options = excluded.options returning id
            """,
            db.Connection());
        foreach (var value in new object[] { Guid.CreateVersion7(now), job.UserId, KeyOf(job.Options.Scope, urls), job.Options.Title ?? "", urls[0], urls, now })
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        command.Parameters.Add(new NpgsqlParameter { Value = JsonSerializer.Serialize(job.Options, TrawlJson.Options), NpgsqlDbType = NpgsqlDbType.Json });
        return (Guid)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>
    /// What a refresh of the source does again: its last crawl, with room for all that is stored. Null when there was none. The source
    /// is locked until the commit, as in <see cref="OfAsync"/>.
    /// </summary>
    public static async Task<CrawlOptions?> LastOptionsAsync(TrawlDbContext db, Guid sourceId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            select coalesce(s.options, (select j.options from jobs j where j.source_id = s.id and j.type <> 2 order by j.id desc limit 1))::text,
                   (select count(*)::int from documents d where d.source_id = s.id)
            from sources s where s.id = $1 for no key update
            """, db.Connection());
        command.Parameters.Add(new NpgsqlParameter { Value = sourceId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken) || reader.Maybe<string>(0) is not { } json)
            return null;
        var options = JsonSerializer.Deserialize<CrawlOptions>(json, TrawlJson.Options)!;
        return options with { MaxPages = Math.Max(options.MaxPages, reader.GetInt32(1)) };
    }

    private static string KeyOf(ScopeKind scope, string[] urls) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{scope}\n{string.Join('\n', urls.Order(StringComparer.Ordinal))}")));
}
