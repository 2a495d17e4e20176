using FluentValidation;

namespace Gatehouse.ResultsIngest;

/// <summary>What an update definition must be, field by field in the contract's order.</summary>
internal sealed class UpdateValidator : AbstractValidator<UpdateDraft>
{
    public UpdateValidator()
    {
        RuleFor(u => u.Alias).Required().Length(1, Limits.Alias);
        RuleFor(u => u.ProductVersion).Required(unless: u => u.IsClosing).IsWord();
        RuleFor(u => u.DecisionContexts).Required(unless: u => u.IsClosing).NotEmptyList()
            .Each(Word.IsValid, text => $"{Word.Expected}, got {FieldReader.Show(text)}");
        // An update without builds stands before its gates all the same: checks of the update itself may be required of it.
        RuleFor(u => u.Builds).Required(unless: u => u.IsClosing)
            .Each(text => Nvr.TryParse(text, out _), text => $"{Nvr.Expected}, got {FieldReader.Show(text)}");
        RuleFor(u => u.State).Optional();
        RuleFor(u => u.Submitter).Optional().FreeText();
        RuleFor(u => u.Title).Optional().FreeText();
        RuleFor(u => u.Time).Required().IsSane();
        RuleFor(u => u.Url).Optional().FreeText();
    }
}
