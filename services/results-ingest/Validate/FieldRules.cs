using FluentValidation;
using FluentValidation.Results;

namespace Gatehouse.ResultsIngest;

/// <summary>The contract's rules for single fields. Each says what it expects and names the field by the path it came under.</summary>
internal static class FieldRules
{
    public const string Missing = "required, but missing or null";

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
                context.Refuse(field.Path, Missing);
            }
        });

    public static IRuleBuilder<TDraft, Field<string>> Length<TDraft>(this IRuleBuilder<TDraft, Field<string>> rule, int least, int most) =>
        rule.Must(text => text.Length >= least && text.Length <= most, text =>
            least == 0 ? $"expected at most {most} characters, got {text.Length}" : $"expected {least} to {most} characters, got {text.Length}");

    public static IRuleBuilder<TDraft, Field<string>> FreeText<TDraft>(this IRuleBuilder<TDraft, Field<string>> rule) => rule.Length(0, Limits.Text);

    /// <summary>A word of routing keys and paths.</summary>
    public static IRuleBuilder<TDraft, Field<string>> IsWord<TDraft>(this IRuleBuilder<TDraft, Field<string>> rule) =>
        rule.Refuse(WordRefusal);

    /// <summary>What is wrong with a word, or null.</summary>
    public static string? WordRefusal(string text) =>
        !Word.IsValid(text) ? $"{Word.Expected}, got {FieldReader.Show(text)}" : Names.Refusal(text);

    /// <summary>A name of at most so many characters.</summary>
    public static IRuleBuilder<TDraft, Field<string>> IsName<TDraft>(
        this IRuleBuilder<TDraft, Field<string>> rule, int most) =>
        rule.Refuse(text => NameRefusal(text, most));

    /// <summary>What is wrong with the identifier of a subject, or null: an NVR, an alias, or any name.</summary>
    /// <param name="type">The type that the one that was sent stands for: its rules hold.</param>
    public static string? IdentifierRefusal(string? type, string id) => type switch
    {
        Subject.Build => Nvr.Refusal(id) is { } refusal ? $"{refusal}, got {FieldReader.Show(id)}" : null,
        Subject.Update => NameRefusal(id, Limits.Alias),
        _ => NameRefusal(id, Limits.SubjectId),
    };

    private static string? NameRefusal(string text, int most) =>
        text.Length == 0 || text.Length > most ? $"expected 1 to {most} characters, got {text.Length}"
        : Names.Refusal(text) is { } refusal ? $"{refusal}: {FieldReader.Show(text)}" : null;

    /// <summary>A UUID or any other text that a publisher names its fact by.</summary>
    public static IRuleBuilder<TDraft, Field<string>> IsId<TDraft>(this IRuleBuilder<TDraft, Field<string>> rule) =>
        rule.Must(text => text.Length is > 0 and <= Limits.SourceId, text =>
            $"expected a UUID, or text of 1 to {Limits.SourceId} characters, got {text.Length}");

    /// <summary>Within the contract's years.</summary>
    public static IRuleBuilder<TDraft, Field<DateTimeOffset?>> IsOfOurYears<TDraft>(
        this IRuleBuilder<TDraft, Field<DateTimeOffset?>> rule) =>
        rule.Custom((field, context) =>
        {
            if (field.Value is { } time && !IsOfOurYears(time))
            {
                var years = $"{Limits.EarliestTime.Year} to {Limits.LatestTime.Year - 1}";
                context.Refuse(field.Path, $"expected a time from {years}, got {TimeConverter.Text(time)}");
            }
        });

    public static bool IsOfOurYears(DateTimeOffset time) => time >= Limits.EarliestTime && time < Limits.LatestTime;

    /// <summary>Within the contract's years, and not ahead of arrival by more than clocks may differ.</summary>
    public static IRuleBuilder<TDraft, Field<DateTimeOffset?>> IsSane<TDraft>(this IRuleBuilder<TDraft, Field<DateTimeOffset?>> rule)
        where TDraft : Draft => rule.IsOfOurYears().Custom((field, context) =>
        {
            if (field.Value is { } time && IsOfOurYears(time)
                && time > context.InstanceToValidate.ReceivedAt + Limits.Ahead)
            {
                context.Refuse(field.Path, $"expected a time at most {Limits.Ahead.TotalMinutes:0} minutes ahead of arrival"
                    + $" ({TimeConverter.Text(context.InstanceToValidate.ReceivedAt)}), got {TimeConverter.Text(time)}");
            }
        });

    /// <summary>Applies the rules of one field to each of a list.</summary>
    /// <param name="refusal">What is wrong with an entry, or null.</param>
    public static IRuleBuilder<TDraft, Field<IReadOnlyList<Field<string>>>> Each<TDraft>(
        this IRuleBuilder<TDraft, Field<IReadOnlyList<Field<string>>>> rule, Func<TDraft, string, string?> refusal) =>
        rule.Custom((list, context) =>
        {
            foreach (var item in list.Value ?? [])
            {
                if ((item.Misread ?? refusal(context.InstanceToValidate, item.Value!)) is { } message)
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

    public static IRuleBuilder<TDraft, Field<string>> Must<TDraft>(
        this IRuleBuilder<TDraft, Field<string>> rule, Func<string, bool> holds, Func<string, string> expected) =>
        rule.Custom((field, context) =>
        {
            if (field.Value is { } text && !holds(text))
            {
                context.Refuse(field.Path, expected(text));
            }
        });

    private static IRuleBuilder<TDraft, Field<string>> Refuse<TDraft>(
        this IRuleBuilder<TDraft, Field<string>> rule, Func<string, string?> refusal) => rule.Custom((field, context) =>
        {
            if (field.Value is { } text && refusal(text) is { } message)
            {
                context.Refuse(field.Path, message);
            }
        });

    // The overload with two texts would take braces in what the sender wrote for placeholders.
    public static void Refuse<TDraft>(this ValidationContext<TDraft> context, string path, string message) =>
        context.AddFailure(new ValidationFailure(path, message));
}
