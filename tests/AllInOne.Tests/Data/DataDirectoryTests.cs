using Trawl.AllInOne.Data;

namespace Trawl.AllInOne.Tests.Data;

public sealed class DataDirectoryTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("trawl-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_second_process_is_told_where_the_first_one_serves()
    {
        using var first = DataDirectory.Take(_root);
        new Instance("http://127.0.0.1:3001", 1).Write(_root);

        var refused = Assert.Throws<DataDirectoryException>(() => DataDirectory.Take(_root));

        Assert.Contains("http://127.0.0.1:3001", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Trawl__DataDirectory", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Fact]
    public void It_is_free_again_once_it_is_given_back()
    {
        Assert.False(DataDirectory.IsTaken(_root));
        using (DataDirectory.Take(_root))
            Assert.True(DataDirectory.IsTaken(_root));
        Assert.False(DataDirectory.IsTaken(_root));
        DataDirectory.Take(_root).Dispose();
    }

    [Fact]
    public void The_instance_reads_back_and_can_be_forgotten()
    {
        Assert.Null(Instance.Read(_root));
        new Instance("http://127.0.0.1:3001", 42).Write(_root);
        Assert.Equal(new Instance("http://127.0.0.1:3001", 42), Instance.Read(_root));
        Instance.Forget(_root);
        Assert.Null(Instance.Read(_root));
    }
}
