using Trawl.Api.Database;

namespace Trawl.Api.Search.Vectors;

/// <summary>Finds the stored vectors nearest to a given one, by cosine.</summary>
internal interface IVectorIndex
{
    /// <summary>The documents nearest to the vector, each with its nearest chunk, nearest first; null when there are too many vectors to look through.</summary>
    /// <param name="model">Whose vectors.</param>
    /// <param name="vector">As long as the model's.</param>
    /// <param name="sources">Only these; null for all.</param>
    /// <param name="limit">Most documents.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<Hit>?> NearestAsync(Model model, float[] vector, Guid[]? sources, int limit, CancellationToken cancellationToken);
}
