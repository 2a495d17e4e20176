using Gatehouse.Hosting;

namespace Gatehouse.ResultsIngest;

/// <summary>Stage 2: the door and the outcomes it knows.</summary>
internal static class ValidateStage
{
    public static WebApplicationBuilder AddValidate(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(ReadOutcomes(builder.Configuration.GetSection("Gatehouse:Outcomes")));
        builder.Services.AddSingleton<Door>();
        return builder;
    }

    /// <exception cref="SettingException">An added outcome is no word, is one of the contract's, or is declared as no known kind.</exception>
    private static Outcomes ReadOutcomes(IConfigurationSection section)
    {
        const string expected = "an outcome of your own, declared as pass, fail, error or running";
        var added = section.GetChildren().Select(child =>
            Enum.TryParse<OutcomeKind>(child.Value, ignoreCase: true, out var kind) && Enum.IsDefined(kind) && !int.TryParse(child.Value, out _)
                ? KeyValuePair.Create(child.Key, kind)
                : throw new SettingException($"Gatehouse__Outcomes__{child.Key}", expected, child.Value)).ToList();
        try
        {
            return Outcomes.With(added);
        }
        catch (ArgumentException e)
        {
            throw new SettingException("Gatehouse__Outcomes", expected, e.Message);
        }
    }
}
