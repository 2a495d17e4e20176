using Microsoft.Extensions.Configuration;

namespace Gatehouse.Hosting;

/// <summary>
/// <c>Gatehouse__Outcomes__NAME</c>, which version 1.0 had: kinds of outcomes decide, so they belong to the policy set, whose changes are in the log.
/// </summary>
public static class OutcomeSettings
{
    /// <summary>Refuses to start where one is still set: passed over, it would change what results mean.</summary>
    /// <exception cref="SettingException">It says what to write where instead.</exception>
    public static void Refuse(IConfiguration configuration)
    {
        var section = configuration.GetSection("Gatehouse:Outcomes");
        var set = section.GetChildren().ToList();
        if (set is [var first, ..])
        {
            var kinds = string.Join(", ", set.Select(o => $"{o.Key}: {o.Value?.ToLowerInvariant()}"));
            throw new SettingException(
                Settings.Variable($"Outcomes__{first.Key}"),
                $"no such setting any more: write 'outcomes: {{ {kinds} }}' into vocabulary.yaml in the policy folder and remove it",
                first.Value);
        }

        if (section.Value is { Length: > 0 } value)
        {
            throw new SettingException(Settings.Variable("Outcomes"), "no such setting: kinds of outcomes stand in vocabulary.yaml in the policy folder", value);
        }
    }
}
