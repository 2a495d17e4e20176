using Gatehouse.Hosting;

namespace Gatehouse.ResultsIngest;

/// <summary>Stage 2: the door and the words it knows.</summary>
internal static class ValidateStage
{
    /// <exception cref="SettingException">Outcomes are declared by settings: their place is the policy
    /// folder.</exception>
    public static WebApplicationBuilder AddValidate(this WebApplicationBuilder builder)
    {
        OutcomeSettings.Refuse(builder.Configuration);
        builder.Services.AddSingleton<LexiconInForce>()
            .AddHostedService(services => services.GetRequiredService<LexiconInForce>());
        builder.Services.AddSingleton<Door>().AddSingleton<Reception>();
        return builder;
    }
}
