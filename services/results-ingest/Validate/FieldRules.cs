using System.Text.Json;
using FluentValidation;
using FluentValidation.Results;

namespace Gatehouse.ResultsIngest;

/// <summary>The contract's rules for single fields. Each says what it expects and names the field by the path it came under.</summary>
internal static class FieldRules
{
    /// <summary>The field may be absent, but what is there is of the right type. Every other rule passes over absent and misread fields.</summary>
    public static IRuleBuilder<TDraft, Field<T>> Optional<TDraft, T>(this IRuleBuilder<TDraft, Field<T>> rule) => rule.Custom((field, context) =>
    {
        if (field.Misread is not null)
        {
            context.Refuse(field.Path, field.Misread);
        }
    });

    public static IRuleBuilder<TDraft, Field<T>> Required<TDraft, T>(this IRuleBuilder<TDraft, Field<T>> rule, Func<TDraft, bool>? unless = null) =>
        rule.Optional().Custom((field, context) =>
        {
            if (field.IsAbsent && unless?.Invoke(context.InstanceToValidate) != true)
            {
                context.Refuse(field.Path, "required, but missing or null");
            }
        });

    public static IRuleBuilder<TDraft, Field<string>> Length<TDraft>(this IRuleBuilder<TDraft, Field<string>> rule, int least, int most) =>
        rule.Must(text => text.Length >= least && text.Length <= most, text =>
            least == 0 ? $"expected at most {most} characters, got {text.Length}" : $"expected {least} to {most} characters, got {text.Length}");

    public static IRuleBuilder<TDraft, Field<string>> FreeText<TDraft>(this IRuleBuilder<TDraft, Field<string>> rule) => rule.Length(0, Limits.Text);

    /// <summary>A word of routing keys and paths.</summary>
    public static IRuleBuilder<TDraft, Field<string>> IsWord<TDraft>(this IRuleBuilder<TDraft, Field<string>> rule) =>
        rule.Must(Word.IsValid, text => $"{Word.Expected}, got {FieldReader.Show(text)}");

    /// <summary>The identifier that a subject of this type has: an NVR, an alias, or any text.</summary>
    public static IRuleBuilder<TDraft, Field<string>> IsSubjectOf<TDraft>(this IRuleBuilder<TDraft, Field<string>> rule, Func<TDraft, string?> type) =>
        rule.Custom((field, context) =>
        {
            var (valid, expected) = (type(context.InstanceToValidate), field.Value) switch
            {
                (_, null) => (true, ""),
                (Subject.Build, var id) => (Nvr.TryParse(id, out _), Nvr.Expected),
                (Subject.Update, var id) => (id.Length is > 0 and <= Limits.Alias, $"expected an alias of 1 to {Limits.Alias} characters"),
                (_, var id) => (id.Length is > 0 and <= Limits.SubjectId, $"expected 1 to {Limits.SubjectId} characters"),
            };
            if (!valid)
            {
                context.Refuse(field.Path, $"{expected}, got {FieldReader.Show(field.Value!)}");
            }
        });

    /// <summary>A UUID or any other text that a publisher names its fact by.</summary>
    public static IRuleBuilder<TDraft, Field<string>> IsId<TDraft>(this IRuleBuilder<TDraft, Field<string>> rule) =>
        rule.Must(text => text.Length is > 0 and <= Limits.SourceId, text => $"expected a UUID, or text of 1 to {Limits.SourceId} characters, got {text.Length}");

    /// <summary>Within the contract's years, and not ahead of arrival by more than clocks may differ.</summary>
    public static IRuleBuilder<TDraft, Field<DateTimeOffset?>> IsSane<TDraft>(this IRuleBuilder<TDraft, Field<DateTimeOffset?>> rule)
        where TDraft : Draft => rule.Custom((field, context) =>
        {
            if (field.Value is not { } time)
            {
                return;
            }

            if (time < Limits.EarliestTime || time >= Limits.LatestTime)
            {
                context.Refuse(field.Path, $"expected a time from {Limits.EarliestTime.Year} to {Limits.LatestTime.Year - 1}, got {TimeConverter.Text(time)}");
            }
            else if (time > context.InstanceToValidate.ReceivedAt + Limits.Ahead)
            {
                context.Refuse(field.Path, $"expected a time at most {Limits.Ahead.TotalMinutes:0} minutes ahead of arrival"
                    + $" ({TimeConverter.Text(context.InstanceToValidate.ReceivedAt)}), got {TimeConverter.Text(time)}");
            }
        });

    /// <summary>Applies the rules of one field to each of a list.</summary>
    public static IRuleBuilder<TDraft, Field<IReadOnlyList<Field<string>>>> Each<TDraft>(
        this IRuleBuilder<TDraft, Field<IReadOnlyList<Field<string>>>> rule, Func<string, bool> holds, Func<string, string> expected) =>
        rule.Custom((list, context) =>
        {
            foreach (var item in list.Value ?? [])
            {
                var message = item.Misread ?? (holds(item.Value!) ? null : expected(item.Value!));
                if (message is not null)
                {
                    context.Refuse(item.Path, message);
                }
            }
        });

    public static IRuleBuilder<TDraft, Field<IReadOnlyList<Field<string>>>> NotEmptyList<TDraft>(
        this IRuleBuilder<TDraft, Field<IReadOnlyList<Field<string>>>> rule) => rule.Custom((list, context) =>
        {
            if (list.Value is { Count: 0 })
            {
                context.Refuse(list.Path, "expected at least one entry, got an empty list");
            }
        });

    public static IRuleBuilder<TDraft, Field<JsonElement?>> HasKeys<TDraft>(this IRuleBuilder<TDraft, Field<JsonElement?>> rule, int most) =>
        rule.Custom((field, context) =>
        {
            if (field.Value is { } json && json.GetPropertyCount() is var count && count > most)
            {
                context.Refuse(field.Path, $"expected at most {most} keys, got {count}");
            }
        });

    public static IRuleBuilder<TDraft, Field<string>> Must<TDraft>(
        this IRuleBuilder<TDraft, Field<string>> rule, Func<string, bool> holds, Func<string, string> expected) => rule.Custom((field, context) =>
        {
            if (field.Value is { } text && !holds(text))
            {
                context.Refuse(field.Path, expected(text));
            }
        });

    // The overload with two texts would take braces in what the sender wrote for placeholders.
    private static void Refuse<TDraft>(this ValidationContext<TDraft> context, string path, string message) =>
        context.AddFailure(new ValidationFailure(path, message));
}
