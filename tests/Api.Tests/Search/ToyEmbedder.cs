using System.Runtime.InteropServices;
using MassTransit;
using Trawl.Contracts.Embedding;

namespace Trawl.Api.Tests.Search;

/// <summary>An embedder that knows meaning, of four words: so that a test can tell it from a search by words.</summary>
internal sealed class ToyEmbedder : IConsumer<EmbedQuery>
{
    public const int Dimensions = 16;

    public static float[] Animals => Towards(0);

    public static float[] Vehicles => Towards(1);

    public Task Consume(ConsumeContext<EmbedQuery> context)
    {
        var vector = context.Message.Text switch
        {
            "dog" or "puppy" => Animals,
            "car" or "automobile" => Vehicles,
            _ => Towards(15),
        };
        return context.RespondAsync(context.Message.Text == "broken"
            ? new QueryEmbedded { Model = context.Message.Model, Vector = [], Error = "The model is broken." }
            : new QueryEmbedded { Model = context.Message.Model, Vector = MemoryMarshal.AsBytes(vector.AsSpan()).ToArray() });
    }

    public static float[] Towards(int dimension, float tilt = 0)
    {
        var vector = new float[Dimensions];
        vector[dimension] = 1;
        vector[(dimension + 1) % Dimensions] += tilt;
        return vector;
    }
}
