namespace Trawl.Api.Database;

/// <summary>Stored by number: never renumber.</summary>
public enum JobType
{
    Crawl = 0,
    Refresh = 1,
    Custom = 2,
}

/// <summary>Stored by number: never renumber.</summary>
public enum JobStage
{
    Validating = 0,
    Discovering = 1,
    Crawling = 2,
    Embedding = 3,
    Finalizing = 4,
    Complete = 5,
}

/// <summary>Stored by number, higher first: never renumber.</summary>
public enum JobPriority
{
    Low = 0,
    Normal = 1,
    High = 2,
}

/// <summary>Stored by number: never renumber.</summary>
public enum PageStatus
{
    Pending = 0,

    /// <summary>Part of an open lease.</summary>
    Processing = 1,
    Completed = 2,
    Failed = 3,
    Skipped = 4,
}

/// <summary>Stored by number: never renumber.</summary>
public enum LeaseKind
{
    Crawl = 0,
    Embed = 1,
}
