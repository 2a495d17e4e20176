using FluentValidation;

namespace Gatehouse.ResultsIngest;

/// <summary>What a result must be, field by field in the contract's order.</summary>
internal sealed class ResultValidator : AbstractValidator<ResultDraft>
{
    public ResultValidator()
    {
        RuleFor(r => r.Id).Optional().IsId();
        RuleFor(r => r.Subject).Required();
        RuleFor(r => r.SubjectType).Required(unless: r => r.Subject.Value is null).IsWord();
        RuleFor(r => r.Items).Required(unless: r => r.Subject.Value is null)
            .Each((r, text) => FieldRules.IdentifierRefusal(r.Type, text));
        RuleFor(r => r).Custom((draft, context) =>
        {
            if (draft.Cells > Limits.Cells)
            {
                context.Refuse(draft.Items.Path,
                    $"expected at most {Limits.Cells} cells (items times arches), got {draft.Cells}");
            }
        });
        RuleFor(r => r.Testcase).Required().IsName(Limits.Testcase);
        RuleFor(r => r.TestcaseRefUrl).Optional().FreeText();
        RuleFor(r => r.Scenario).Optional().IsName(Limits.Scenario);
        RuleFor(r => r.Arches).Optional().Each((_, text) => FieldRules.WordRefusal(text));
        RuleFor(r => r.Variant).Optional().IsName(Limits.Scenario);
        RuleFor(r => r.Outcome).Required().Custom((field, context) =>
        {
            var outcomes = context.InstanceToValidate.Words.Outcomes;
            if (field.Value is { } text && !outcomes.TryParse(text, out _))
            {
                var names = string.Join(", ", outcomes.Names);
                context.Refuse(field.Path, $"expected one of {names}, got {FieldReader.Show(text)}");
            }
        });
        RuleFor(r => r.SubmitTime).Optional().IsSane();
        RuleFor(r => r.RefUrl).Optional().FreeText();
        // A note that is too long is cut, and so are values of data.
        RuleFor(r => r.Note).Optional();
        RuleFor(r => r.Groups).Optional()
            .Each((_, text) =>
                text.Length <= Limits.Text ? null : $"expected at most {Limits.Text} characters, got {text.Length}");
        RuleFor(r => r.Data).Optional().Custom((field, context) =>
        {
            if (context.InstanceToValidate.DataKeys is var keys && keys > Limits.DataKeys)
            {
                context.Refuse(field.Path, $"expected at most {Limits.DataKeys} keys, got {keys}");
            }
        });
    }
}
