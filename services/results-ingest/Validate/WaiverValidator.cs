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
        RuleFor(w => w.SubjectId).Required(unless: w => w.Subject.Value is null).IsSubjectOf(w => w.SubjectType.Value);
        RuleFor(w => w.Testcase).Required().Length(1, Limits.Testcase);
        RuleFor(w => w.Scenario).Optional().Length(1, Limits.Scenario);
        RuleFor(w => w.Arch).Optional().IsWord();
        RuleFor(w => w.ProductVersion).Optional().IsWord();
        RuleFor(w => w.Waived).Optional();
        RuleFor(w => w.Comment).Required().Length(1, Limits.Text);
        RuleFor(w => w.Username).Required().Length(1, Limits.Text);
        RuleFor(w => w.Time).Optional().IsSane();
    }
}
