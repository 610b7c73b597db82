using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Trawl.Embedder.Models.Hashing;

namespace Trawl.Embedder.Tests.Models.Hashing;

public sealed class HashingEmbeddingGeneratorTests
{
    private static float[] Embed(string text, int dimensions = 384)
    {
        var vector = new float[dimensions];
        TextHasher.Embed(text, vector);
        return vector;
    }

    private static float Similarity(string left, string right) => TensorPrimitives.Dot<float>(Embed(left), Embed(right));

    [Theory]
    [InlineData("The quick brown fox")]
    [InlineData("")]
    [InlineData("+++ --- !!!")]
    [InlineData("漢字かな交じり文")]
    [InlineData("Ελληνικά και русский")]
    public void Every_vector_has_length_one(string text) => Assert.Equal(1, TensorPrimitives.Norm<float>(Embed(text)), 1e-5);

    [Fact]
    public void A_vector_is_the_same_in_every_process_and_on_every_machine()
    {
        var vector = Embed("CREATE INDEX CONCURRENTLY builds an index without locking; naïve Übung 漢字 42");

        var bytes = MemoryMarshal.AsBytes(vector.AsSpan());
        Assert.Equal("F4964E82C358CBC2", Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes))[..16]);
    }

    [Fact]
    public void Texts_that_share_words_are_nearer_than_texts_that_do_not()
    {
        const string query = "create an index concurrently";

        var right = Similarity(query, "Building indexes: CREATE INDEX CONCURRENTLY builds the index without taking locks that prevent concurrent inserts.");
        var wrong = Similarity(query, "The full-text search dictionary removes stop words and reduces each word to its stem.");

        Assert.True(right > wrong + 0.1, $"{right} and {wrong}");
    }

    [Fact]
    public void Other_forms_of_a_word_are_near_it() => Assert.True(Similarity("partition", "partitioning") > 0.3);

    [Theory]
    [InlineData("Crème Brûlée", "creme brulee")]
    [InlineData("STRASSE", "strasse")]
    [InlineData("Čeština", "cestina")]
    [InlineData("cafe\u0301", "café")]
    public void Case_and_diacritics_make_no_difference(string left, string right) => Assert.Equal(Embed(left), Embed(right));

    [Theory]
    [InlineData("数据库索引", "如何创建数据库的索引", "今天天气很好我们去公园")]
    [InlineData("데이터베이스 색인", "데이터베이스에서 색인을 만드는 방법", "오늘은 날씨가 좋습니다")]
    [InlineData("индексы базы данных", "как создать индекс в базе данных", "сегодня хорошая погода")]
    [InlineData("قاعدة البيانات", "إنشاء قاعدة بيانات جديدة", "الطقس جميل اليوم")]
    public void Other_scripts_work_too(string query, string right, string wrong) =>
        Assert.True(Similarity(query, right) > Similarity(query, wrong) + 0.1, $"{Similarity(query, right)} and {Similarity(query, wrong)}");

    [Fact]
    public void Very_common_words_hardly_count() =>
        Assert.True(Similarity("vacuum", "what is the vacuum and how would it be for you to do that") > 0.9);

    [Fact]
    public async Task The_model_has_the_dimensions_it_was_given()
    {
        using var model = new HashingEmbeddingGenerator("hashing-768", 768);

        var embeddings = await model.GenerateAsync(["one", "two"]);

        Assert.Equal([768, 768], embeddings.Select(embedding => embedding.Vector.Length));
    }

    [Fact]
    public void The_address_of_a_link_does_not_count() =>
        Assert.Equal(Embed("See the index here (soon)"), Embed("See [the index](https://docs.example.com/15/sql-createindex.html#NOTES) here (soon)"));

    [Fact]
    public void Any_length_of_text_is_taken() => Assert.Equal(1, TensorPrimitives.Norm<float>(Embed(string.Join(' ', Enumerable.Range(0, 50_000)))), 1e-5);
}
