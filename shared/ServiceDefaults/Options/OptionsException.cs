namespace Trawl.ServiceDefaults;

/// <summary>The configuration is wrong; the message says which key and what it should be. The process ends with it and no stack trace.</summary>
public sealed class OptionsException : Exception
{
    /// <summary>A fault of the configuration.</summary>
    /// <param name="message">Names the key and says what to set.</param>
    public OptionsException(string message)
        : base(message)
    {
    }
}
