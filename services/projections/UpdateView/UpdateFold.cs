using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>Where in the log an update was spoken of.</summary>
/// <param name="TakenUp">It was the newest then, so the update is what it says (rule 9).</param>
public sealed record DefinitionRow(string Alias, long Sequence, bool TakenUp);

/// <summary>A definition, an edit or a closing meets what is known of its update.</summary>
public static class UpdateFold
{
    /// <summary>The update after it, and whether it was taken up. Null is an update not heard of yet.</summary>
    public static (UpdateRecord After, bool TakenUp) Fold(UpdateRecord? update, long sequence, DateTimeOffset recordedAt, UpdateRecorded said)
    {
        var isOpen = said.State == UpdateState.Open;
        var takenUp = update is null || Recency.Of(said.Time, recordedAt, !isOpen, sequence) > update.Recency;
        var content = ContentOf(said, recordedAt);
        var known = update ?? new UpdateRecord
        {
            Alias = said.Alias, State = said.State, Time = said.Time, Sequence = sequence, RecordedAt = recordedAt, FirstRecordedAt = recordedAt,
            Window = EvidenceWindow.Unheard,
        };
        var after = content is not null && !(content.Time < known.Content?.Time) ? known with { Content = content } : known;
        if (!takenUp)
        {
            // On record all the same: a result may name it as the one that was tested.
            return (isOpen ? after with { Window = after.Window.Knowing(said.Time) } : after, false);
        }

        after = after with { State = said.State, Time = said.Time, Sequence = sequence, RecordedAt = recordedAt };
        return (isOpen ? Holding(update, after, HeldBy(said), recordedAt, said) : after, true);
    }

    /// <summary>What counts for a definition that is taken up: the same as for the one before if it holds the same.</summary>
    private static UpdateRecord Holding(UpdateRecord? before, UpdateRecord after, Guid held, DateTimeOffset recordedAt, UpdateRecorded said)
    {
        if (before?.Held == held)
        {
            return after with { Window = after.Window.Continued(said.Time) };
        }

        // Under the first definition all counts, unless it says since when. A time that is repeated is not when these builds came.
        DateTimeOffset? since = said.BuildsSince is { } given ? Recency.Effective(given, recordedAt)
            : before?.Held is null ? null
            : said.Time == before.Time ? recordedAt
            : Recency.Effective(said.Time, recordedAt);
        return after with { Held = held, Window = after.Window.Begun(said.Time, since) };
    }

    private static Guid HeldBy(UpdateRecorded said)
    {
        var builds = (said.Builds ?? []).Order(StringComparer.Ordinal);
        var subjects = (said.Subjects ?? []).OrderBy(s => s.Type, StringComparer.Ordinal).ThenBy(s => s.Id, StringComparer.Ordinal).SelectMany(s => new[] { s.Type, s.Id });
        // Null stands between the two lists.
        return TextHash.Of([said.ProductVersion, .. builds, null, .. subjects]);
    }

    private static UpdateContent? ContentOf(UpdateRecorded said, DateTimeOffset recordedAt) => said is { ProductVersion: { } product, DecisionContexts: { } contexts }
        && (said.Builds ?? (said.Subjects is null ? null : [])) is { } builds
        ? new UpdateContent(product, contexts, builds, said.Subjects ?? [], said.Submitter, said.Title, said.Url, Recency.Effective(said.Time, recordedAt))
        : null;
}
