namespace Trawl.PrivatePostgres;

/// <summary>A private PostgreSQL cannot run; the message is a sentence for whoever sits at the terminal.</summary>
public sealed class PostgresException : Exception
{
    /// <summary>Why, and what to do about it.</summary>
    public PostgresException(string message)
        : base(message)
    {
    }
}
