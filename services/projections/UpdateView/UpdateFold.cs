using Gatehouse.Contracts;

namespace Gatehouse.Projections;

/// <summary>A definition, an edit or a closing meets what is known of its update.</summary>
public static class UpdateFold
{
    /// <summary>The update after it. The newest time wins, of equal times the one recorded later. Null is an update not heard of yet.</summary>
    public static UpdateRecord Fold(UpdateRecord? update, long sequence, DateTimeOffset recordedAt, UpdateRecorded said)
    {
        var content = ContentOf(said);
        if (update is null)
        {
            return new UpdateRecord
            {
                Alias = said.Alias, State = said.State, Time = said.Time, Sequence = sequence, RecordedAt = recordedAt, FirstRecordedAt = recordedAt, Content = content,
            };
        }

        var after = content is not null && !(content.Time < update.Content?.Time) ? update with { Content = content } : update;
        return said.Time < update.Time ? after : after with { State = said.State, Time = said.Time, Sequence = sequence, RecordedAt = recordedAt };
    }

    private static UpdateContent? ContentOf(UpdateRecorded said) => said is { ProductVersion: { } product, DecisionContexts: { } contexts, Builds: { } builds }
        ? new UpdateContent(product, contexts, builds, said.Submitter, said.Title, said.Url, said.Time)
        : null;
}
