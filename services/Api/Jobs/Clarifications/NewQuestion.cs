using Trawl.Api.Database;

namespace Trawl.Api.Jobs.Clarifications;

/// <summary>What a job is about to ask.</summary>
/// <param name="Kind">Who asks, and what the answer does.</param>
/// <param name="Text">As people read it.</param>
/// <param name="Options">What may be answered; none when anything may.</param>
/// <param name="Default">What holds when nobody answers in time; null when nothing does.</param>
/// <param name="Subject">The URL that it is about, if any.</param>
/// <param name="Timeout">How long it may wait; null for the usual time.</param>
internal sealed record NewQuestion(
    ClarificationKind Kind, string Text, IReadOnlyList<string> Options, string? Default, string? Subject = null, TimeSpan? Timeout = null);
