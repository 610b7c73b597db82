namespace Trawl.ServiceDefaults;

/// <summary>Registered with every options class: what the process can be told, and where.</summary>
/// <param name="Path">The configuration section.</param>
/// <param name="Type">The options class.</param>
public sealed record OptionsSection(string Path, Type Type);
