using FluentValidation;

namespace Gatehouse.ResultsIngest;

/// <summary>What a result must be, field by field in the contract's order.</summary>
internal sealed class ResultValidator : AbstractValidator<ResultDraft>
{
    public ResultValidator(Outcomes outcomes)
    {
        RuleFor(r => r.Id).Optional().IsId();
        RuleFor(r => r.Subject).Required();
        RuleFor(r => r.SubjectType).Required(unless: r => r.Subject.Value is null).IsWord();
        RuleFor(r => r.SubjectId).Required(unless: r => r.Subject.Value is null).IsSubjectOf(r => r.SubjectType.Value);
        RuleFor(r => r.Testcase).Required().Length(1, Limits.Testcase);
        RuleFor(r => r.TestcaseRefUrl).Optional().FreeText();
        RuleFor(r => r.Scenario).Optional().Length(1, Limits.Scenario);
        RuleFor(r => r.Arch).Optional().IsWord();
        RuleFor(r => r.Outcome).Required().Must(text => outcomes.TryParse(text, out _),
            text => $"expected one of {string.Join(", ", outcomes.Names)}, got {FieldReader.Show(text)}");
        RuleFor(r => r.SubmitTime).Optional().IsSane();
        RuleFor(r => r.RefUrl).Optional().FreeText();
        RuleFor(r => r.Note).Optional().FreeText();
        RuleFor(r => r.Groups).Optional().Each(text => text.Length <= Limits.Text, text => $"expected at most {Limits.Text} characters, got {text.Length}");
        RuleFor(r => r.Data).Optional().HasKeys(Limits.DataKeys);
    }
}
