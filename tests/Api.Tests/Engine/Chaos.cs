namespace Trawl.Api.Tests.Engine;

/// <summary>Workers that lose, repeat and reorder what they have to say.</summary>
internal static class Chaos
{
    public static List<object> Of(Random random, List<object> answers)
    {
        lock (random)
        {
            var result = new List<object>();
            foreach (var answer in answers)
            {
                // One in six is lost, one in six comes twice.
                var fate = random.Next(6);
                if (fate != 0)
                    result.Add(answer);
                if (fate == 1)
                    result.Add(answer);
            }

            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(result));
            return result;
        }
    }
}
