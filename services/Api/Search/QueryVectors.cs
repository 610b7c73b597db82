using System.Runtime.InteropServices;
using MassTransit;
using Microsoft.Extensions.Options;
using Trawl.Api.Database;
using Trawl.Api.Workers;
using Trawl.Contracts.Embedding;
using Trawl.Contracts.Workers;

namespace Trawl.Api.Search;

/// <summary>Asks an embedder for the vector of a query, and remembers the last few hundred.</summary>
internal sealed partial class QueryVectors(IBus bus, LiveWorkers workers, IServiceScopeFactory scopes, IOptions<SearchOptions> options, ILogger<QueryVectors> logger)
{
    private const int Remembered = 500;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Model, string Text), LinkedListNode<Entry>> _byKey = [];
    private readonly LinkedList<Entry> _byUse = [];

    /// <summary>The vector, or why there is none.</summary>
    public async Task<(float[]? Vector, string? Error)> FindAsync(string model, string text, CancellationToken cancellationToken)
    {
        if (Recall((model, text)) is { } known)
            return (known, null);
        // Nobody there: say so now and not after the time-out.
        if (!await AnyEmbedderAsync(cancellationToken))
            return (null, "There is no embedder.");

        var (answer, error) = await AskAsync(new EmbedQuery { Model = model, Text = text }, cancellationToken);
        if (answer is null)
            return (null, error);
        if (answer.Error is not null)
            return (null, answer.Error);
        var vector = MemoryMarshal.Cast<byte, float>(answer.Vector).ToArray();
        Remember((model, text), vector);
        return (vector, null);
    }

    private async Task<bool> AnyEmbedderAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await workers.SlotsAsync(scope.ServiceProvider.GetRequiredService<TrawlDbContext>(), WorkerKind.Embedder, cancellationToken) > 0;
    }

    private async Task<(QueryEmbedded? Answer, string? Error)> AskAsync(EmbedQuery question, CancellationToken cancellationToken)
    {
        // While the broker is away a request waits before its own time-out begins to count.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(options.Value.EmbedTimeout + TimeSpan.FromMilliseconds(200));
        try
        {
            var client = bus.CreateRequestClient<EmbedQuery>(options.Value.EmbedTimeout);
            return ((await client.GetResponse<QueryEmbedded>(question, deadline.Token)).Message, null);
        }
        catch (Exception exception) when (exception is MassTransitException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // Late, or the broker is away: a search by words is worth more than waiting on.
            LogNoAnswer(options.Value.EmbedTimeout, exception.Message);
            return (null, $"No embedder answered within {options.Value.EmbedTimeout.TotalSeconds:0.#} s.");
        }
    }

    private float[]? Recall((string Model, string Text) key)
    {
        lock (_gate)
        {
            if (!_byKey.TryGetValue(key, out var node))
                return null;
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Vector;
        }
    }

    private void Remember((string Model, string Text) key, float[] vector)
    {
        lock (_gate)
        {
            if (_byKey.ContainsKey(key))
                return;
            _byKey.Add(key, _byUse.AddFirst(new Entry(key, vector)));
            if (_byUse.Count <= Remembered)
                return;
            _byKey.Remove(_byUse.Last!.Value.Key);
            _byUse.RemoveLast();
        }
    }

    private sealed record Entry((string Model, string Text) Key, float[] Vector);
}
