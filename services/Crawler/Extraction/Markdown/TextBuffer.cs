namespace Trawl.Crawler.Extraction.Markdown;

/// <summary>Characters one after the other, in one piece: the writer looks back at what it wrote all the time.</summary>
internal sealed class TextBuffer
{
    private const int MostKept = 256 * 1024;

    private char[] chars = new char[16 * 1024];

    public int Length { get; private set; }

    public char this[int index] => chars[index];

    public ReadOnlySpan<char> Written => chars.AsSpan(0, Length);

    public void Clear()
    {
        Length = 0;
        if (chars.Length > MostKept)
            chars = new char[16 * 1024];
    }

    public void Append(char c)
    {
        if (Length == chars.Length)
            Array.Resize(ref chars, chars.Length * 2);
        chars[Length++] = c;
    }

    public void Append(ReadOnlySpan<char> text)
    {
        if (text.Length > chars.Length - Length)
            Array.Resize(ref chars, Math.Max(chars.Length * 2, Length + text.Length));
        text.CopyTo(chars.AsSpan(Length));
        Length += text.Length;
    }
}
