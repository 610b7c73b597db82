namespace Trawl.ServiceDefaults;

/// <summary>Options that know when they make no sense.</summary>
public interface IValidatedOptions
{
    /// <summary>All faults, each a sentence that begins with the configuration path and says what to set.</summary>
    /// <param name="section">The section they were read from, the beginning of every path.</param>
    IEnumerable<string> Validate(string section);
}
