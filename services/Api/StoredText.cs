namespace Trawl.Api;

/// <summary>Text from outside as PostgreSQL takes it: its <c>text</c> holds every character but one, and one NUL would fail a whole batch for ever.</summary>
internal static class StoredText
{
    /// <summary>The text without U+0000; empty for null.</summary>
    public static string Of(string? text) =>
        text is null ? "" : text.Contains('\0', StringComparison.Ordinal) ? text.Replace("\0", "", StringComparison.Ordinal) : text;
}
