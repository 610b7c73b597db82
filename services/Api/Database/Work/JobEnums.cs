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

/// <summary>Stored by number: never renumber.</summary>
public enum ClarificationKind
{
    /// <summary>Asked by a custom job's program.</summary>
    Reported = 0,

    /// <summary>There are more pages than the job may take.</summary>
    Truncation = 1,

    /// <summary>A submitted page is now on another site.</summary>
    Moved = 2,

    /// <summary>robots.txt forbids a submitted page.</summary>
    Robots = 3,
}

/// <summary>Stored by number: never renumber.</summary>
public enum ClarificationStatus
{
    Pending = 0,
    Answered = 1,
    Expired = 2,
}

/// <summary>Stored by number: never renumber.</summary>
public enum DeliveryStatus
{
    Pending = 0,
    Delivered = 1,

    /// <summary>Given up after the last try.</summary>
    Failed = 2,
}
