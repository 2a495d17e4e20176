namespace Gatehouse.ResultsIngest;

/// <summary>
/// What a result that is refused would have been about: then the gates that ask for it can show that it came.
/// </summary>
internal static class About
{
    /// <summary>Of one whose subject and testcase keep their own rules, whatever else is wrong; else null.</summary>
    public static RejectedResult? Of(ResultDraft draft, ReasonList reasons)
    {
        var items = Values(draft.Items, reasons);
        if (draft.Type is not { } type || reasons.Blames(draft.SubjectType.Path)
            || items is not { Count: > 0 } || items.Contains(null)
            || draft.Testcase.Value is not { } testcase || reasons.Blames(draft.Testcase.Path))
        {
            return null;
        }

        var arches = Values(draft.Arches, reasons)?.Where(arch => arch is not null).ToList();
        return new RejectedResult(
            [.. items.Select(item => new Subject(type, item!))],
            testcase,
            Value(draft.Scenario, reasons),
            arches is { Count: > 0 } ? arches : [null],
            Value(draft.Variant, reasons),
            draft.Words.Outcomes.TryParse(draft.Outcome.Value, out var outcome) ? outcome : null,
            draft.SubmitTime.Value is { } time && FieldRules.IsOfOurYears(time) ? time : draft.DefaultTime);
    }

    /// <summary>Of one that is refused although it keeps every rule; null of what is no result.</summary>
    public static RejectedResult? Of(object fact) => fact is ResultRecorded result
        ? new RejectedResult(
            [.. result.Subjects], result.Testcase, result.Scenario, [.. result.Arches], result.Variant, result.Outcome,
            result.SubmitTime)
        : null;

    private static string? Value(Field<string> field, ReasonList reasons) =>
        reasons.Blames(field.Path) ? null : field.Value;

    /// <summary>Each once, null for those that cannot be read; null where the list as a whole cannot.</summary>
    private static List<string?>? Values(Field<IReadOnlyList<Field<string>>> list, ReasonList reasons) =>
        reasons.Blames(list.Path) ? null
            : list.Value?.Select(entry => Value(entry, reasons)).Distinct(StringComparer.Ordinal).ToList();
}
