using Gatehouse.Contracts;
using Microsoft.Extensions.Configuration;

namespace Gatehouse.Hosting;

/// <summary>The outcomes a deployment adds: <c>Gatehouse__Outcomes__NAME=pass|fail|error|running</c>. All services need the same ones.</summary>
public static class OutcomeSettings
{
    /// <summary>The standard outcomes and those configured.</summary>
    /// <exception cref="SettingException">A kind is none of the four, or a name cannot be declared.</exception>
    public static Outcomes Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Gatehouse:Outcomes").GetChildren().ToList();
        try
        {
            return Outcomes.With(section.Select(o => KeyValuePair.Create(o.Key, KindOf(o))));
        }
        catch (ArgumentException e)
        {
            throw new SettingException(Settings.Variable("Outcomes"), "new outcomes", e.Message);
        }
    }

    /// <summary>They are no settings any more: what decides is in the log, so they belong to the policy set.</summary>
    /// <exception cref="SettingException">One is set all the same; it says what to write where.</exception>
    public static void Refuse(IConfiguration configuration)
    {
        if (configuration.GetSection("Gatehouse:Outcomes").GetChildren().FirstOrDefault() is { } set)
        {
            throw new SettingException(
                Settings.Variable($"Outcomes__{set.Key}"),
                $"nothing: write `outcomes: {{ {set.Key}: {set.Value} }}` into vocabulary.yaml in the policy folder",
                set.Value);
        }
    }

    private static OutcomeKind KindOf(IConfigurationSection outcome) =>
        Enum.TryParse<OutcomeKind>(outcome.Value, ignoreCase: true, out var kind) && !int.TryParse(outcome.Value, out _)
            ? kind
            : throw new SettingException(Settings.Variable($"Outcomes__{outcome.Key}"), "pass, fail, error or running", outcome.Value);
}
