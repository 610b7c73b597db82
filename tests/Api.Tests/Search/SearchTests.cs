using System.Net;
using System.Text.Json;
using Trawl.Api.Tests.Http;

namespace Trawl.Api.Tests.Search;

public sealed class SearchTests(SearchHost host) : IClassFixture<SearchHost>
{
    private static string[] Titles(Answer answer) =>
        [.. answer.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("title").GetString()!)];

    private static string? Mode(Answer answer) => answer.Json.GetProperty("mode").GetString();

    /// <summary>Three documents: one with the word, one with the meaning, one with neither.</summary>
    private async Task<(RestClient User, Guid Source)> ReaderAsync()
    {
        var user = host.NewUser();
        var model = await host.Library.AddModelAsync(ToyEmbedder.Dimensions);
        var source = await host.Library.AddSourceAsync(user.UserId);
        foreach (var (title, text, vector) in new[]
        {
            ("Dogs", "The dog barks at night.", ToyEmbedder.Animals),
            ("Puppies", "Whelps need a warm place.", ToyEmbedder.Towards(0, 0.1f)),
            ("Cars", "Engines burn fuel.", ToyEmbedder.Vehicles),
        })
        {
            var document = await host.Library.AddDocumentAsync(source, title, ("Care", text));
            await host.Library.AddVectorsAsync(model, document, vector);
        }

        return (user, source);
    }

    [Fact]
    public async Task By_words_only_what_has_the_word_is_found()
    {
        var (user, source) = await ReaderAsync();

        var answer = await user.GetAsync("/api/search?q=dog&mode=keyword");

        Assert.Equal((HttpStatusCode.OK, "keyword"), (answer.Status, Mode(answer)));
        var item = Assert.Single(answer.Json.GetProperty("items").EnumerateArray());
        Assert.Equal("Dogs", item.GetProperty("title").GetString());
        Assert.Equal("The dog barks at night.", item.GetProperty("chunk").GetString());
        Assert.Equal("Care", item.GetProperty("heading").GetString());
        Assert.Equal("The <mark>dog</mark> barks at night", Assert.Single(item.GetProperty("highlights").EnumerateArray()).GetString());
        Assert.InRange(item.GetProperty("score").GetDouble(), 0.5, 1);
        Assert.StartsWith("http://", item.GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.NotEqual(Guid.Empty, item.GetProperty("documentId").GetGuid());
        Assert.NotEqual(Guid.Empty, source);
    }

    [Fact]
    public async Task By_meaning_what_has_other_words_is_found_too()
    {
        var (user, _) = await ReaderAsync();

        var answer = await user.GetAsync("/api/search?q=dog&mode=semantic&limit=2");

        Assert.Equal("semantic", Mode(answer));
        Assert.Equal(["Dogs", "Puppies"], Titles(answer));
    }

    [Fact]
    public async Task Both_is_the_default_and_what_both_find_comes_first()
    {
        var (user, _) = await ReaderAsync();

        var answer = await user.PostAsync("/api/search", """{"q":"dog"}""");

        Assert.Equal("hybrid", Mode(answer));
        Assert.Equal(["Dogs", "Puppies", "Cars"], Titles(answer));
        var scores = answer.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("score").GetDouble()).ToArray();
        Assert.Equal(scores.OrderDescending(), scores);
        Assert.All(scores, score => Assert.InRange(score, 0, 1));
    }

    [Fact]
    public async Task Nobody_finds_what_is_not_theirs()
    {
        var (_, source) = await ReaderAsync();
        var stranger = host.NewUser();

        Assert.Empty(Titles(await stranger.GetAsync("/api/search?q=dog")));
        var answer = await stranger.GetAsync($"/api/search?q=dog&sourceId={source}");
        Assert.Equal((HttpStatusCode.NotFound, "not_found"), (answer.Status, answer.Code));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/api/search?q=dog&sourceId={Guid.NewGuid()}")).Status);
    }

    [Fact]
    public async Task One_source_can_be_asked_alone()
    {
        var (user, source) = await ReaderAsync();
        var other = await host.Library.AddSourceAsync(user.UserId);
        await host.Library.AddDocumentAsync(other, "Other", ("", "Another dog."));

        Assert.Equal(["Other"], Titles(await user.GetAsync($"/api/search?q=dog&mode=keyword&sourceId={other}")));
        Assert.Equal(["Dogs"], Titles(await user.GetAsync($"/api/search?q=dog&mode=keyword&sourceId={source}")));
    }

    [Fact]
    public async Task Without_a_vector_hybrid_answers_by_words_and_semantic_says_why_not()
    {
        var (user, _) = await ReaderAsync();
        await host.EmbedderGoesAsync();
        try
        {
            var hybrid = await user.GetAsync("/api/search?q=barks");
            Assert.Equal(("keyword", "Dogs"), (Mode(hybrid), Assert.Single(Titles(hybrid))));
            var semantic = await user.GetAsync("/api/search?q=barks&mode=semantic");
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "no_embedder"), (semantic.Status, semantic.Code));
        }
        finally
        {
            await host.EmbedderComesAsync();
        }

        var broken = await user.GetAsync("/api/search?q=broken&mode=semantic");
        Assert.Equal("The model is broken.", broken.Json.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task As_many_may_be_asked_for_as_of_any_list()
    {
        var (user, _) = await ReaderAsync();

        Assert.Equal(HttpStatusCode.OK, (await user.GetAsync("/api/search?q=dog&mode=keyword&limit=200")).Status);
    }

    [Theory]
    [InlineData("", "q")]
    [InlineData("q=%20%20", "q")]
    [InlineData("q=a%00b", "q")]
    [InlineData("q=dog&limit=0", "limit")]
    [InlineData("q=dog&limit=201", "limit")]
    [InlineData("q=dog&limit=many", "limit")]
    [InlineData("q=dog&mode=psychic", "mode")]
    [InlineData("q=dog&mode=0", "mode")]
    [InlineData("q=dog&sourceId=7", "sourceId")]
    [InlineData("q=dog&offset=1", "offset")]
    [InlineData("q=dog&q=cat", "q")]
    [InlineData("q=dog&mode=semantic&model=", "model")]
    public async Task A_bad_query_string_is_refused_with_its_field(string query, string field)
    {
        var answer = await host.NewUser().GetAsync($"/api/search?{query}");

        Assert.Equal((HttpStatusCode.BadRequest, "validation_failed"), (answer.Status, answer.Code));
        Assert.Equal([field], answer.Faults);
    }

    [Theory]
    [InlineData("{}", "q")]
    [InlineData("""{"q":null}""", "q")]
    [InlineData("""{"q":5}""", "q")]
    [InlineData("""{"q":"dog","limit":"ten"}""", "limit")]
    [InlineData("""{"q":"dog","mode":"Keyword"}""", "mode")]
    [InlineData("""{"q":"dog","sourceId":"x"}""", "sourceId")]
    [InlineData("""{"q":"dog","offset":1}""", "offset")]
    public async Task A_bad_body_is_refused_with_its_field(string body, string field)
    {
        var answer = await host.NewUser().PostAsync("/api/search", body);

        Assert.Equal((HttpStatusCode.BadRequest, "validation_failed"), (answer.Status, answer.Code));
        Assert.Contains(field, answer.Faults);
    }

    [Fact]
    public async Task A_query_may_be_long_but_not_endless()
    {
        var user = host.NewUser();

        Assert.Equal(HttpStatusCode.OK, (await user.PostAsync("/api/search", JsonSerializer.Serialize(new { q = new string('x', 1000) }))).Status);
        Assert.Equal(["q"], (await user.PostAsync("/api/search", JsonSerializer.Serialize(new { q = new string('x', 1001) }))).Faults);
    }

    [Fact]
    public async Task A_model_that_nothing_is_embedded_with_is_a_fault()
    {
        var (user, _) = await ReaderAsync();

        Assert.Equal(["model"], (await user.GetAsync("/api/search?q=dog&model=gpt-17")).Faults);
    }

    [Theory]
    [InlineData("' or 1=1 --")]
    [InlineData("a & | ! <-> (")]
    [InlineData("\"unclosed phrase")]
    [InlineData("-")]
    [InlineData("the of and")]
    [InlineData(@"http://x/?a=1&b=2 \ 'quoted'&")]
    [InlineData("漢字 😀 ")]
    public async Task Nothing_a_user_types_is_an_error(string query)
    {
        var (user, _) = await ReaderAsync();

        foreach (var mode in new[] { "hybrid", "keyword", "semantic" })
            Assert.Equal(HttpStatusCode.OK, (await user.GetAsync($"/api/search?mode={mode}&q={Uri.EscapeDataString(query)}")).Status);
    }
}
