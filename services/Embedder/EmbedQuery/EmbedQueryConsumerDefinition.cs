using MassTransit;

namespace Trawl.Embedder.EmbedQuery;

internal sealed class EmbedQueryConsumerDefinition : ConsumerDefinition<EmbedQueryConsumer>
{
    /// <summary>Built in: microseconds each. By HTTP: waiting, mostly. Either way more than there are processors.</summary>
    public EmbedQueryConsumerDefinition() => ConcurrentMessageLimit = 16;
}
