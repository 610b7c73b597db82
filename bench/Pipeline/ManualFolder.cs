namespace Trawl.Pipeline;

internal static class ManualFolder
{
    /// <summary>PostgreSQL's manual as Debian's package postgresql-doc installs it.</summary>
    public static string Find() =>
        Directory.GetDirectories("/usr/share/doc", "postgresql-doc-*").Select(folder => Path.Combine(folder, "html")).Where(Directory.Exists)
            .Order(StringComparer.Ordinal).LastOrDefault()
        ?? throw new DirectoryNotFoundException("PostgreSQL's manual is not installed (package postgresql-doc). Name another folder of HTML.");
}
