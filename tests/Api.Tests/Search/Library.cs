using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Trawl.Api.Database;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Search;

/// <summary>Writes sources, documents, chunks and vectors as the engine would have.</summary>
internal sealed class Library(NpgsqlDataSource database)
{
    public const string ModelName = "toy";

    public async Task<Guid> AddSourceAsync(string userId)
    {
        var source = Rows.Source(userId);
        await using var db = Open();
        db.Add(source);
        await db.SaveChangesAsync();
        return source.Id;
    }

    public async Task<Model> AddModelAsync(int dimensions, string name = ModelName)
    {
        await using var db = Open();
        if (await db.Models.SingleOrDefaultAsync(known => known.Name == name) is { } there)
            return there;
        var model = new Model { Name = name, Provider = "builtin", Dimensions = dimensions };
        db.Add(model);
        await db.SaveChangesAsync();
        return model;
    }

    /// <summary>A document of one chunk for each text.</summary>
    public async Task<Guid> AddDocumentAsync(Guid sourceId, string title, params (string Heading, string Text)[] chunks)
    {
        var document = Rows.Document(sourceId, $"/{Guid.NewGuid():N}");
        document.Title = title;
        document.ChunkCount = chunks.Length;
        document.EmbeddedModels = [ModelName];
        await using var db = Open();
        db.Add(document);
        db.AddRange(chunks.Select((chunk, index) => new Chunk
        {
            DocumentId = document.Id, SourceId = sourceId, Index = index, Title = title, Heading = chunk.Heading, Text = chunk.Text, Tokens = 1,
        }));
        await db.SaveChangesAsync();
        return document.Id;
    }

    /// <summary>The vectors of a document's chunks, in order.</summary>
    public async Task AddVectorsAsync(Model model, Guid documentId, params float[][] vectors)
    {
        await using var connection = await database.OpenConnectionAsync();
        await AddVectorsAsync(connection, model, documentId, vectors);
    }

    public static async Task AddVectorsAsync(NpgsqlConnection connection, Model model, Guid documentId, params float[][] vectors)
    {
        for (var index = 0; index < vectors.Length; index++)
        {
            await using var command = new NpgsqlCommand(
                "insert into embeddings (chunk_id, model_id, vector) select id, $3, $4 from chunks where document_id = $1 and index = $2", connection);
            command.Parameters.AddWithValue(documentId);
            command.Parameters.AddWithValue(index);
            command.Parameters.AddWithValue(model.Id);
            command.Parameters.Add(new NpgsqlParameter { Value = vectors[index], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Real });
            Assert.Equal(1, await command.ExecuteNonQueryAsync());
        }
    }

    public async Task DeleteDocumentAsync(Guid documentId)
    {
        await using var db = Open();
        await db.Documents.Where(document => document.Id == documentId).ExecuteDeleteAsync();
    }

    public TrawlDbContext Open() => new(new DbContextOptionsBuilder<TrawlDbContext>().UseNpgsql(database).Options);
}
