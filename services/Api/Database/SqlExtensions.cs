using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Trawl.Api.Database;

/// <summary>Hand-written, set-based SQL on a context's own connection: several statements, one round trip.</summary>
internal static class SqlExtensions
{
    public static NpgsqlConnection Connection(this TrawlDbContext db) => (NpgsqlConnection)db.Database.GetDbConnection();

    public static NpgsqlBatch CreateBatch(this TrawlDbContext db) => new(db.Connection());

    /// <summary>Adds a statement; its parameters are <c>$1</c>, <c>$2</c> … in this order, none null.</summary>
    // A list, because an array of text given alone would be taken for the parameters themselves.
    public static NpgsqlBatch Add(this NpgsqlBatch batch, string sql, params List<object> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        batch.BatchCommands.Add(command);
        return batch;
    }

    /// <summary>A column that may be null.</summary>
    public static T? Maybe<T>(this NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? default : reader.GetFieldValue<T>(column);
}
