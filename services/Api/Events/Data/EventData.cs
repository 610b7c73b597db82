using System.Text.Json;
using System.Text.Json.Serialization;
using Trawl.Api.Drafts;
using Trawl.Api.Queue;
using Trawl.Contracts.Channels;

namespace Trawl.Api.Events.Data;

/// <summary>
/// The <c>data</c> of each type of event, under the type's name. Part of the OpenAPI document, from which clients in other languages have
/// their types; a test holds what is really told against it.
/// </summary>
internal sealed record EventData(
    [property: JsonPropertyName(EventTypes.Queued)] QueuePlace Queued,
    [property: JsonPropertyName(EventTypes.QueuePosition)] QueuePlace QueuePosition,
    [property: JsonPropertyName(EventTypes.Started)] NoData Started,
    [property: JsonPropertyName(EventTypes.Paused)] NoData Paused,
    [property: JsonPropertyName(EventTypes.Resumed)] NoData Resumed,
    [property: JsonPropertyName(EventTypes.Cancelling)] NoData Cancelling,
    [property: JsonPropertyName(EventTypes.Stalled)] StalledData Stalled,
    [property: JsonPropertyName(EventTypes.Stage)] StageData Stage,
    [property: JsonPropertyName(EventTypes.Progress)] ProgressData Progress,
    [property: JsonPropertyName(EventTypes.ModelResult)] ModelResultData ModelResult,
    [property: JsonPropertyName(EventTypes.Clarification)] ClarificationData Clarification,
    [property: JsonPropertyName(EventTypes.Comment)] CommentData Comment,
    [property: JsonPropertyName(EventTypes.Completed)] CompletedData Completed,
    [property: JsonPropertyName(EventTypes.Failed)] FailedData Failed,
    [property: JsonPropertyName(EventTypes.Cancelled)] CancelledData Cancelled,
    [property: JsonPropertyName(EventTypes.Expired)] ExpiredData Expired,
    [property: JsonPropertyName(EventTypes.Notification)] NotificationData Notification,
    [property: JsonPropertyName(EventTypes.DraftUpdated)] DraftUpdated DraftUpdated,
    [property: JsonPropertyName(EventTypes.Deleted)] DeletedData Deleted,
    [property: JsonPropertyName(EventTypes.ProcessingProgress)] ProcessingProgressData ProcessingProgress,
    [property: JsonPropertyName(EventTypes.BatchComplete)] BatchCompleteData BatchComplete,
    [property: JsonPropertyName(EventTypes.TaskCompleted)] TaskCompletedData TaskCompleted,
    [property: JsonPropertyName(EventTypes.WorkerItemCompleted)] WorkerItemCompletedData WorkerItemCompleted,
    [property: JsonPropertyName(EventTypes.Presence)] PresenceData Presence,
    [property: JsonPropertyName(EventTypes.Cursor)] CursorData Cursor,
    [property: JsonPropertyName(EventTypes.SyncProgress)] Dictionary<string, JsonElement> SyncProgress,
    [property: JsonPropertyName(EventTypes.PreviewStatus)] Dictionary<string, JsonElement> PreviewStatus,
    [property: JsonPropertyName(EventTypes.GenerationProgress)] Dictionary<string, JsonElement> GenerationProgress);
