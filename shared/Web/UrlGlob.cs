namespace Trawl.Web;

/// <summary>
/// A pattern over a path and query: <c>*</c> is any run without a slash, <c>**</c> any run, <c>?</c> one character that is no
/// slash; the rest stands for itself, case included. The whole path must match. Takes time proportional to pattern × path, whatever they are.
/// </summary>
public sealed class UrlGlob
{
    private const char Star = '\u0001';
    private const char DoubleStar = '\u0002';
    private const char Any = '\u0003';

    private readonly char[] tokens;

    /// <summary>Prepares a pattern.</summary>
    /// <param name="pattern">The glob. Its plain characters are normalised as URLs are.</param>
    public UrlGlob(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        var result = new List<char>(pattern.Length);
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '*' && i + 1 < pattern.Length && pattern[i + 1] == '*')
            {
                result.Add(DoubleStar);
                while (i + 1 < pattern.Length && pattern[i + 1] == '*')
                    i++;
            }
            else if (pattern[i] == '%' || pattern[i] >= 0x80 || pattern[i] <= ' ')
            {
                var end = i + 1;
                while (end < pattern.Length && pattern[end] is not ('*' or '?'))
                    end++;
                result.AddRange(PercentEncoding.Normalise(pattern[i..end]));
                i = end - 1;
            }
            else
            {
                result.Add(pattern[i] switch { '*' => Star, '?' => Any, var c => c });
            }
        }

        tokens = [.. result];
    }

    /// <summary>Whether the whole path and query matches.</summary>
    public bool IsMatch(ReadOnlySpan<char> pathAndQuery)
    {
        // One set of live positions moved along the text: no backtracking, so no pattern is slow.
        Span<bool> live = tokens.Length < 256 ? stackalloc bool[tokens.Length + 1] : new bool[tokens.Length + 1];
        live.Clear();
        live[0] = true;
        PassStars(live);
        foreach (var c in pathAndQuery)
        {
            for (var i = tokens.Length; i >= 0; i--)
            {
                var stays = live[i] && i < tokens.Length && (tokens[i] == DoubleStar || (tokens[i] == Star && c != '/'));
                var moves = i > 0 && live[i - 1] && (tokens[i - 1] == c || (tokens[i - 1] == Any && c != '/'));
                live[i] = stays || moves;
            }

            PassStars(live);
        }

        return live[tokens.Length];
    }

    // A star may also stand for nothing.
    private void PassStars(Span<bool> live)
    {
        for (var i = 0; i < tokens.Length; i++)
            live[i + 1] |= live[i] && tokens[i] is Star or DoubleStar;
    }
}
