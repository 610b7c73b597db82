namespace Trawl.ServiceDefaults.Callers;

/// <summary>What a user can be called.</summary>
public static class UserId
{
    /// <summary>It becomes part of channel names and database keys.</summary>
    public const int MaxLength = 128;

    /// <summary>Whether a text can be a user's id.</summary>
    public static bool IsValid(string? id) => !string.IsNullOrWhiteSpace(id) && id.Length <= MaxLength && !id.Any(char.IsControl);
}
