using Trawl.Api.Search;

namespace Trawl.Api.Tests.Search;

public sealed class FusionTests
{
    private static readonly Guid A = Guid.CreateVersion7(), B = Guid.CreateVersion7(), C = Guid.CreateVersion7();

    [Fact]
    public void What_both_name_comes_before_what_one_names_first()
    {
        var merged = Fusion.Merge([new Hit(A, 1, 1), new Hit(B, 2, 1)], [new Hit(C, 3, 1), new Hit(B, 4, 1)], 10);

        Assert.Equal([B, A, C], merged.Select(hit => hit.DocumentId));
    }

    [Fact]
    public void Words_count_a_little_more() =>
        Assert.Equal([A, B], Fusion.Merge([new Hit(A, 1, 1)], [new Hit(B, 2, 1)], 10).Select(hit => hit.DocumentId));

    [Fact]
    public void The_passage_of_what_both_name_is_the_one_with_the_words() =>
        Assert.Equal(2, Fusion.Merge([new Hit(A, 1, 1), new Hit(B, 2, 1)], [new Hit(B, 4, 1)], 10).Single(hit => hit.DocumentId == B).ChunkId);

    [Fact]
    public void First_in_both_is_a_score_of_one_and_nothing_is_more()
    {
        var merged = Fusion.Merge([new Hit(A, 1, 7), new Hit(B, 2, 6)], [new Hit(A, 1, 9), new Hit(C, 3, 8)], 2);

        Assert.Equal(1, merged[0].Score, 1e-9);
        Assert.Equal(2, merged.Count);
        Assert.InRange(merged[1].Score, 0, 1);
    }
}
