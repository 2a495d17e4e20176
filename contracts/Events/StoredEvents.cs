using System.Text.Json;

namespace Gatehouse.Contracts;

/// <summary>Every type of event in the log. Its name in the log is the type's name in snake_case, so a type is never renamed.</summary>
public static class StoredEvents
{
    /// <summary>
    /// The version of the log that this code writes, and the newest that it can fold (rule 16): 1 is what version 1.0
    /// wrote, 2 the second edition. To be raised with each new kind of event, and with each new field without which
    /// older code would fold otherwise.
    /// </summary>
    public const int Version = 2;

    public static IReadOnlyList<Type> All { get; } =
    [
        typeof(ResultRecorded), typeof(UpdateRecorded), typeof(WaiverRecorded), typeof(MessageRejected), typeof(RejectionSettled),
        typeof(PolicySetInForce), typeof(DeadlinePassed), typeof(EditionInForce), typeof(GateReleased), typeof(WaiverExpired), typeof(FactRedacted),
        typeof(GateOpened), typeof(GateFirstFailure), typeof(GateFirstError), typeof(GateCompleted), typeof(GateChanged), typeof(GateClosed),
    ];

    /// <summary>Those that a gate says.</summary>
    public static IReadOnlyList<Type> OfGates { get; } = [.. All.Where(type => type.IsSubclassOf(typeof(GateSaid)))];

    /// <summary>An event's name in the log.</summary>
    public static string NameOf(Type type) => JsonNamingPolicy.SnakeCaseLower.ConvertName(type.Name);
}
