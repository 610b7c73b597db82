using System.Net;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Trawl.Embedder.Models;
using Trawl.Embedder.Models.OpenAi;

namespace Trawl.Embedder.Tests.Models.OpenAi;

public sealed class OpenAiEmbeddingGeneratorTests
{
    private static OpenAiEmbeddingGenerator Create(EmbeddingsServer server, Action<ModelOptions>? configure = null)
    {
        var options = new ModelOptions
        {
            Name = "nomic",
            Provider = "openai",
            Endpoint = new Uri(server.Address, "v1/"),
            ApiKey = "secret",
            Dimensions = 16,
            BatchSize = 2,
        };
        configure?.Invoke(options);
        return new OpenAiEmbeddingGenerator(options, new ServiceCollection().AddHttpClient().BuildServiceProvider().GetRequiredService<IHttpClientFactory>());
    }

    [Fact]
    public async Task Texts_go_out_in_batches_and_vectors_come_back_in_their_order()
    {
        await using var server = await EmbeddingsServer.StartAsync();
        using var model = Create(server);

        var embeddings = await model.GenerateAsync(["a", "bb", "ccc", "dddd", "eeeee"]);

        Assert.Equal([1, 2, 3, 4, 5], embeddings.Select(embedding => (int)embedding.Vector.Span[0]));
        Assert.Equal(3, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.Equal(("/v1/embeddings", "Bearer secret", "nomic"), (request.Path, request.Authorization, request.Model)));
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.NotFound)]
    public async Task What_the_server_will_always_refuse_is_said_in_a_sentence(HttpStatusCode status)
    {
        await using var server = await EmbeddingsServer.StartAsync();
        server.Answer = (status, """{"error":{"message":"Incorrect API key provided."}}""");
        using var model = Create(server);

        var exception = await Assert.ThrowsAsync<ModelException>(() => model.GenerateAsync(["a"]));

        Assert.EndsWith($"answered {(int)status}: Incorrect API key provided.", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", exception.Message);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [Trait("Seed", "S0.28")]
    public async Task What_may_pass_is_thrown_for_the_policy_to_try_again(HttpStatusCode status)
    {
        await using var server = await EmbeddingsServer.StartAsync();
        server.Answer = (status, "busy");
        using var model = Create(server);

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => model.GenerateAsync(["a"]));

        Assert.Equal(status, exception.StatusCode);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_in_time_is_worth_another_try()
    {
        await using var server = await EmbeddingsServer.StartAsync();
        server.Hang = true;
        using var model = Create(server, options => options.Timeout = TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAsync<HttpRequestException>(() => model.GenerateAsync(["a"]));
    }

    [Fact]
    public async Task Vectors_of_another_length_than_configured_are_refused()
    {
        await using var server = await EmbeddingsServer.StartAsync();
        using var model = Create(server, options => options.Dimensions = 32);

        var exception = await Assert.ThrowsAsync<ModelException>(() => model.GenerateAsync(["a"]));

        Assert.Equal("Model nomic answers with 16 dimensions, configured are 32.", exception.Message);
    }

    [Theory]
    [InlineData("<html>not here</html>")]
    [InlineData("""{"data":[]}""")]
    [InlineData("{}")]
    public async Task An_answer_that_is_none_is_refused(string body)
    {
        await using var server = await EmbeddingsServer.StartAsync();
        server.Answer = (HttpStatusCode.OK, body);
        using var model = Create(server);

        await Assert.ThrowsAsync<ModelException>(() => model.GenerateAsync(["a"]));
    }

    [Fact]
    public async Task A_failing_provider_does_not_keep_the_others_from_their_work()
    {
        await using var server = await EmbeddingsServer.StartAsync();
        server.Answer = (HttpStatusCode.Unauthorized, "no");
        await using var embedder = await RunningEmbedder.StartAsync(
            ("Embedder:Models:0:Name", "remote"),
            ("Embedder:Models:0:Provider", "openai"),
            ("Embedder:Models:0:Endpoint", new Uri(server.Address, "v1").ToString()),
            ("Embedder:Models:1:Name", "local"));

        var remote = await embedder.AskAsync("remote", "text");
        var local = await embedder.AskAsync("local", "text");

        Assert.EndsWith("answered 401: no.", remote.Error, StringComparison.Ordinal);
        Assert.Null(local.Error);
    }
}
