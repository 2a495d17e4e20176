using FluentValidation;

namespace Gatehouse.ResultsIngest;

/// <summary>What an update definition must be, field by field in the contract's order.</summary>
internal sealed class UpdateValidator : AbstractValidator<UpdateDraft>
{
    public UpdateValidator()
    {
        RuleFor(u => u.Alias).Required().IsName(Limits.Alias);
        RuleFor(u => u.ProductVersion).Required(unless: u => u.IsClosing).IsWord();
        RuleFor(u => u.DecisionContexts).Required(unless: u => u.IsClosing).NotEmptyList()
            .Each((_, text) => FieldRules.WordRefusal(text));
        RuleFor(u => u.Builds).Optional().Each((_, text) => FieldRules.IdentifierRefusal(Subject.Build, text));
        RuleFor(u => u).Custom((draft, context) =>
        {
            if (!draft.IsClosing && NamesNothing(draft.Builds) && NamesNothing(draft.Subjects))
            {
                context.Refuse(draft.Builds.Path,
                    $"required where {draft.Subjects.Path} names nothing: expected at least one build or subject");
            }
        });
        RuleFor(u => u.Subjects).Optional().Custom((list, context) =>
        {
            foreach (var entry in list.Value ?? [])
            {
                if (entry.Misread is not null)
                {
                    context.Refuse(entry.Path, entry.Misread);
                }
            }

            foreach (var subject in context.InstanceToValidate.EachSubject)
            {
                Check(subject, context);
            }
        });
        RuleFor(u => u.BuildsSince).Optional().IsSane();
        RuleFor(u => u.State).Optional();
        RuleFor(u => u.Submitter).Optional().FreeText();
        RuleFor(u => u.Title).Optional().FreeText();
        RuleFor(u => u.Time).Required().IsSane();
        RuleFor(u => u.Url).Optional().FreeText();
    }

    /// <summary>Of one that cannot be read, that is what is wrong.</summary>
    private static bool NamesNothing<T>(Field<IReadOnlyList<T>> list) =>
        list is { Value: null or { Count: 0 }, Misread: null };

    private static void Check(UpdateSubject subject, ValidationContext<UpdateDraft> context)
    {
        var type = subject.SentType.Value is not { } sent ? subject.SentType.Misread ?? FieldRules.Missing
            : subject.Type == Subject.Update
                ? "expected the type of something that belongs to the update, which is no part of itself, got "
                    + FieldReader.Show(sent)
            : FieldRules.WordRefusal(sent);
        if (type is not null)
        {
            context.Refuse(subject.SentType.Path, type);
        }

        var id = subject.Id.Value is null ? subject.Id.Misread ?? FieldRules.Missing
            : FieldRules.IdentifierRefusal(subject.Type, subject.Id.Value);
        if (id is not null)
        {
            context.Refuse(subject.Id.Path, id);
        }
    }
}
