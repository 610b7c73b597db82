namespace Trawl.Api.Queue.Order;

/// <summary>
/// The jobs of one lane in order: a treap that knows the size of each subtree, so that a place is found, and what stands at a
/// place, in O(log n). Its shape follows from the ids, which are random.
/// </summary>
internal sealed class QueueLane
{
    private Node? _root;

    public int Count => Size(_root);

    /// <summary>When the one that has waited longest began to; null when nobody waits.</summary>
    public DateTimeOffset? Oldest => _root?.Oldest;

    /// <summary>A key that is not there yet.</summary>
    public void Add(QueueKey key, DateTimeOffset since)
    {
        Split(_root, key, out var before, out var after);
        _root = Merge(Merge(before, new Node(key, since)), after);
    }

    /// <summary>A key that is there.</summary>
    public void Remove(QueueKey key) => _root = Without(_root, key);

    /// <summary>How many stand before a key, which need not be there.</summary>
    public int CountBefore(QueueKey key)
    {
        var before = 0;
        for (var node = _root; node is not null;)
        {
            if (node.Key.CompareTo(key) < 0)
            {
                before += Size(node.Left) + 1;
                node = node.Right;
            }
            else
                node = node.Left;
        }

        return before;
    }

    /// <summary>Those from a place on, the first being 0, until the list is as long as given.</summary>
    public void Slice(int from, List<QueueKey> into, int length) => Slice(_root, from, into, length);

    private static void Slice(Node? node, int from, List<QueueKey> into, int length)
    {
        if (node is null || from >= node.Size || into.Count >= length)
            return;
        var left = Size(node.Left);
        Slice(node.Left, from, into, length);
        if (from <= left && into.Count < length)
            into.Add(node.Key);
        Slice(node.Right, Math.Max(0, from - left - 1), into, length);
    }

    private static int Size(Node? node) => node?.Size ?? 0;

    private static void Split(Node? node, QueueKey key, out Node? before, out Node? after)
    {
        if (node is null)
        {
            before = after = null;
            return;
        }

        if (node.Key.CompareTo(key) < 0)
        {
            Split(node.Right, key, out node.Right, out after);
            before = node;
        }
        else
        {
            Split(node.Left, key, out before, out node.Left);
            after = node;
        }

        node.Update();
    }

    private static Node? Merge(Node? before, Node? after)
    {
        if (before is null || after is null)
            return before ?? after;
        if (before.Weight > after.Weight)
        {
            before.Right = Merge(before.Right, after);
            before.Update();
            return before;
        }

        after.Left = Merge(before, after.Left);
        after.Update();
        return after;
    }

    private static Node? Without(Node? node, QueueKey key)
    {
        if (node is null)
            return null;
        var side = key.CompareTo(node.Key);
        if (side == 0)
            return Merge(node.Left, node.Right);
        if (side < 0)
            node.Left = Without(node.Left, key);
        else
            node.Right = Without(node.Right, key);
        node.Update();
        return node;
    }

    private sealed class Node(QueueKey key, DateTimeOffset since)
    {
        public readonly QueueKey Key = key;
        private readonly DateTimeOffset _since = since;
        public readonly uint Weight = unchecked((uint)key.Id.GetHashCode() * 2654435769);
        public Node? Left;
        public Node? Right;

        public int Size { get; private set; } = 1;
        public DateTimeOffset Oldest { get; private set; } = since;

        public void Update()
        {
            Size = QueueLane.Size(Left) + QueueLane.Size(Right) + 1;
            Oldest = _since;
            if (Left is not null && Left.Oldest < Oldest)
                Oldest = Left.Oldest;
            if (Right is not null && Right.Oldest < Oldest)
                Oldest = Right.Oldest;
        }
    }
}
