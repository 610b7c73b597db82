using Trawl.ServiceDefaults.Events;

namespace Trawl.ServiceDefaults.Tests.Events;

public sealed class ChannelShardTests
{
    /// <summary>A publisher of one version and a Notifier of another must agree: these numbers never change.</summary>
    [Theory]
    [InlineData("system")]
    [InlineData("user:alice")]
    [InlineData("user:é")]
    [InlineData("job:0198a5c0-0000-7000-8000-000000000001")]
    public void A_shard_is_the_FNV_1a_hash_of_the_UTF_8_bytes(string channel)
    {
        var hash = 2166136261u;
        foreach (var b in System.Text.Encoding.UTF8.GetBytes(channel))
            hash = unchecked((hash ^ b) * 16777619u);

        Assert.Equal((int)(hash & 255), ChannelShard.Of(channel));
    }

    [Fact]
    public void Known_channels_have_known_shards() => Assert.Equal((156, 16, 197), (ChannelShard.Of("system"), ChannelShard.Of("user:alice"), ChannelShard.Of("")));

    [Fact]
    public void Long_names_are_hashed_too() => Assert.InRange(ChannelShard.Of("user:" + new string('é', 500)), 0, 255);

    [Fact]
    public void Jobs_spread_over_all_shards()
    {
        var used = Enumerable.Range(0, 4000).Select(_ => ChannelShard.Of($"job:{Guid.CreateVersion7()}")).Distinct().Count();

        Assert.Equal(ChannelShard.Count, used);
    }
}
