using System.Numerics.Tensors;

namespace Trawl.Api.Search.Vectors;

/// <summary>
/// Vectors of one model, one after the other. One thread adds, any number search meanwhile: what they see is what was complete when
/// they began.
/// </summary>
internal sealed class MemoryVectors(int dimensions)
{
    private const int SegmentSize = 4096;

    private readonly Dictionary<Guid, int> _sourceNumbers = [];
    private readonly HashSet<long> _chunks = [];
    private volatile Segment[] _segments = [];
    private volatile Guid[] _sources = [];

    /// <summary>Vectors held, those of deleted chunks included. Only the thread that adds asks.</summary>
    public int Count => _chunks.Count;

    public bool Contains(long chunkId) => _chunks.Contains(chunkId);

    public void Add(long chunkId, Guid documentId, Guid sourceId, ReadOnlySpan<float> vector)
    {
        if (vector.Length != dimensions || !_chunks.Add(chunkId))
            return;
        if (_segments is [] || _segments[^1].Count == SegmentSize)
            _segments = [.. _segments, new Segment(dimensions)];
        if (!_sourceNumbers.TryGetValue(sourceId, out var source))
        {
            _sourceNumbers.Add(sourceId, source = _sources.Length);
            _sources = [.. _sources, sourceId];
        }

        _segments[^1].Add(chunkId, documentId, source, vector);
    }

    public void Forget(IReadOnlySet<long> chunkIds)
    {
        foreach (var segment in _segments)
            segment.Forget(chunkIds);
    }

    /// <summary>The nearest chunks, nearest first.</summary>
    public List<Hit> Nearest(float[] vector, Guid[]? sources, int limit)
    {
        var segments = _segments;
        var names = _sources;
        var wanted = sources is null ? null : Array.ConvertAll(names, sources.ToHashSet().Contains);
        var query = new float[dimensions];
        Normalise(vector, query);
        var best = new PriorityQueue<Hit, float>(limit + 1);
        foreach (var segment in segments)
            segment.Search(query, wanted, limit, best);
        var hits = new List<Hit>(best.Count);
        while (best.TryDequeue(out var hit, out _))
            hits.Add(hit);
        hits.Reverse();
        return hits;
    }

    private static void Normalise(ReadOnlySpan<float> vector, Span<float> result)
    {
        var norm = TensorPrimitives.Norm(vector);
        if (norm > 0)
            TensorPrimitives.Divide(vector, norm, result);
    }

    private sealed class Segment(int dimensions)
    {
        private readonly float[] _vectors = new float[SegmentSize * dimensions];
        private readonly long[] _chunks = new long[SegmentSize];
        private readonly Guid[] _documents = new Guid[SegmentSize];
        private readonly int[] _sources = new int[SegmentSize];
        private volatile int _count;

        public int Count => _count;

        public void Add(long chunkId, Guid documentId, int source, ReadOnlySpan<float> vector)
        {
            var place = _count;
            Normalise(vector, _vectors.AsSpan(place * dimensions, dimensions));
            _chunks[place] = chunkId;
            _documents[place] = documentId;
            _sources[place] = source;
            _count = place + 1;
        }

        public void Forget(IReadOnlySet<long> chunkIds)
        {
            for (var place = 0; place < _count; place++)
            {
                if (chunkIds.Contains(_chunks[place]))
                    _sources[place] = -1;
            }
        }

        public void Search(ReadOnlySpan<float> query, bool[]? wanted, int limit, PriorityQueue<Hit, float> best)
        {
            var count = _count;
            for (var place = 0; place < count; place++)
            {
                // A source newer than the list of wanted ones is not among them.
                var source = _sources[place];
                if (source < 0 || (wanted is not null && (source >= wanted.Length || !wanted[source])))
                    continue;
                var similarity = TensorPrimitives.Dot(query, _vectors.AsSpan(place * dimensions, dimensions));
                if (best.Count == limit && best.TryPeek(out _, out var worst) && similarity <= worst)
                    continue;
                best.Enqueue(new Hit(_documents[place], _chunks[place], similarity), similarity);
                if (best.Count > limit)
                    best.Dequeue();
            }
        }
    }
}
