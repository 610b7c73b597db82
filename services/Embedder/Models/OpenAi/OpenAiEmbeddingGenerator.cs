using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Trawl.Embedder.Models.OpenAi;

/// <summary>Any server that speaks OpenAI's embeddings API. Why not OpenAI's own package: docs/decisions, "Embeddings by plain HTTP".</summary>
internal sealed class OpenAiEmbeddingGenerator(ModelOptions model, IHttpClientFactory http) : IEmbeddingGenerator<string, Embedding<float>>
{
    public const string HttpClientName = "embeddings";

    private readonly Uri address = new($"{model.Endpoint!.AbsoluteUri.TrimEnd('/')}/embeddings");
    private readonly EmbeddingGeneratorMetadata metadata = new("openai", model.Endpoint, model.Name, model.Dimensions);

    /// <exception cref="ModelException">The server refuses this request and would refuse it again.</exception>
    /// <exception cref="HttpRequestException">It cannot be reached, is too busy, or is broken: worth another try.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var embeddings = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var batch in values.Chunk(model.BatchSize))
        {
            foreach (var vector in await RequestAsync(batch, cancellationToken))
                embeddings.Add(new Embedding<float>(vector) { ModelId = model.Name });
        }

        return embeddings;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata) ? metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
    }

    private async Task<float[][]> RequestAsync(string[] texts, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(model.Timeout);
        using var request = new HttpRequestMessage(HttpMethod.Post, address);
        request.Content = JsonContent.Create(new EmbeddingsRequest(model.Name, texts), EmbeddingsApi.Default.EmbeddingsRequest);
        if (!string.IsNullOrEmpty(model.ApiKey))
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", model.ApiKey);

        try
        {
            using var client = http.CreateClient(HttpClientName);
            using var response = await client.SendAsync(request, timeout.Token);
            if (!response.IsSuccessStatusCode)
                throw await FailureAsync(response, timeout.Token);
            return InOrder(await response.Content.ReadFromJsonAsync(EmbeddingsApi.Default.EmbeddingsResponse, timeout.Token), texts.Length);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException(HttpRequestError.Unknown, $"{address} did not answer within {model.Timeout}.", exception);
        }
        catch (JsonException)
        {
            throw new ModelException($"{address} did not answer with embeddings: its JSON has another shape.");
        }
    }

    private float[][] InOrder(EmbeddingsResponse? response, int count)
    {
        var vectors = new float[count][];
        foreach (var item in response?.Data ?? [])
        {
            if (item.Embedding?.Length != model.Dimensions)
                throw new ModelException($"Model {model.Name} answers with {item.Embedding?.Length ?? 0} dimensions, configured are {model.Dimensions}.");
            if (item.Index >= 0 && item.Index < count)
                vectors[item.Index] = item.Embedding;
        }

        return Array.TrueForAll(vectors, vector => vector is not null)
            ? vectors
            : throw new ModelException($"{address} left out embeddings: {count} texts were sent.");
    }

    private async Task<Exception> FailureAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = response.StatusCode;
        var said = await SaidAsync(response, cancellationToken);
        var message = $"{address} answered {(int)status}{(said.Length > 0 ? $": {said}" : "")}.";
        var worthAnotherTry = (int)status >= 500 || status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict;
        return worthAnotherTry ? new HttpRequestException(HttpRequestError.Unknown, message, null, status) : new ModelException(message);
    }

    private static async Task<string> SaidAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            body = JsonSerializer.Deserialize(body, EmbeddingsApi.Default.EmbeddingsFailure)?.Error?.Message ?? body;
        }
        catch (JsonException)
        {
            // Not every server explains itself in OpenAI's JSON; its text as it stands says more than nothing.
        }

        body = body.ReplaceLineEndings(" ").Trim().TrimEnd('.');
        return body.Length > 300 ? body[..300] : body;
    }
}
