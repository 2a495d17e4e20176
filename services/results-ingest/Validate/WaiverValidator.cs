using FluentValidation;

namespace Gatehouse.ResultsIngest;

/// <summary>What a waiver must be, field by field in the contract's order.</summary>
internal sealed class WaiverValidator : AbstractValidator<WaiverDraft>
{
    public WaiverValidator()
    {
        RuleFor(w => w.Id).Required().IsId();
        RuleFor(w => w.Subject).Required();
        RuleFor(w => w.SubjectType).Required(unless: w => w.Subject.Value is null).IsWord();
        RuleFor(w => w.SubjectId).Required(unless: w => w.Subject.Value is null).Custom((field, context) =>
        {
            if (field.Value is { } id
                && FieldRules.IdentifierRefusal(context.InstanceToValidate.Type, id) is { } refusal)
            {
                context.Refuse(field.Path, refusal);
            }
        });
        RuleFor(w => w.Testcase).Required().IsName(Limits.Testcase);
        RuleFor(w => w.Scenario).Optional().IsName(Limits.Scenario);
        RuleFor(w => w.Arch).Optional().IsWord();
        RuleFor(w => w.ProductVersion).Optional().IsWord();
        RuleFor(w => w.DecisionContext).Optional().IsWord();
        RuleFor(w => w.Update).Optional().IsName(Limits.Alias);
        RuleFor(w => w.Waived).Optional();
        RuleFor(w => w.Comment).Required().Length(1, Limits.Text);
        RuleFor(w => w.Username).Required().IsName(Limits.Text);
        RuleFor(w => w.Time).Optional().IsSane();
        RuleFor(w => w.Expires).Optional().IsOfOurYears().Custom((field, context) =>
        {
            var draft = context.InstanceToValidate;
            if (field.Value is { } expires && !draft.IsWithdrawal && draft.Time.Misread is null
                && expires <= draft.From)
            {
                var (from, until) = (TimeConverter.Text(draft.From), TimeConverter.Text(expires));
                context.Refuse(field.Path, $"expected a time after that of the waiver ({from}), got {until}");
            }
        });
    }
}
