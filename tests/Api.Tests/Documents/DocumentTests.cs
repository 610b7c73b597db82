using System.Net;
using Trawl.Api.Database;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Documents;

[Collection(RestCollection.Name)]
public sealed class DocumentTests(RestHost host)
{
    [Fact]
    public async Task A_document_is_served_as_JSON_or_as_the_bare_text()
    {
        var (client, _, documents) = await AddAsync(1);
        var json = await client.GetAsync($"/api/documents/{documents[0].Id}");
        Assert.Equal(documents[0].Markdown, json.Json.GetProperty("markdown").GetString());
        Assert.Equal(("About it.", 2), (json.Json.GetProperty("description").GetString(), json.Json.GetProperty("chunks").GetInt32()));

        var text = await client.GetAsync($"/api/documents/{documents[0].Id}?format=markdown");
        Assert.Equal((HttpStatusCode.OK, documents[0].Markdown), (text.Status, text.Text));
        Assert.Equal("text/markdown; charset=utf-8", text.ContentHeaders.ContentType?.ToString());
        Assert.Equal("nosniff", text.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task A_source_s_documents_are_listed_once_each_without_their_text()
    {
        var (client, source, documents) = await AddAsync(25);
        var first = (await client.GetAsync($"/api/sources/{source}/documents?limit=20")).Json;
        var second = (await client.GetAsync($"/api/sources/{source}/documents?limit=20&after={first.GetProperty("next").GetString()}")).Json;
        var seen = first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray()).ToArray();
        Assert.Equal(
            documents.Select(document => document.Id).OrderBy(id => id.ToString(), StringComparer.Ordinal), seen.Select(item => item.GetProperty("id").GetGuid()));
        Assert.All(seen, item => Assert.False(item.TryGetProperty("markdown", out _)));
        Assert.All(seen, item => Assert.Equal("About it.", item.GetProperty("description").GetString()));
        Assert.Null(second.GetProperty("next").GetString());
    }

    private async Task<(RestClient Client, Guid Source, Document[] Documents)> AddAsync(int count)
    {
        var client = host.NewUser();
        await using var db = await host.DatabaseAsync();
        var source = Rows.Source(client.UserId);
        var documents = Enumerable.Range(0, count).Select(i => Rows.Document(source.Id, $"/{i}")).ToArray();
        db.Add(source);
        db.AddRange(documents.Cast<object>());
        await db.SaveChangesAsync();
        return (client, source.Id, documents);
    }
}
