using Microsoft.Extensions.Configuration;

namespace Gatehouse.Hosting;

/// <summary>
/// Tokens that stand in the environment, as before there was an accounts file, and whom each stands for:
/// <c>Gatehouse__BearerTokens__NAME</c> for a person or a program of that name, <c>Gatehouse__BearerToken</c> for all who
/// share one. They may do less than an account can (<see cref="Authenticator.OfTokens"/>), and a restart changes them.
/// </summary>
public static class BearerTokens
{
    /// <summary>Whom the shared token stands for.</summary>
    public const string Shared = "bearer";

    private const string One = "BearerToken";
    private const string Several = "BearerTokens";

    /// <summary>Tokens by the identity that is recorded.</summary>
    /// <exception cref="SettingException">One is empty, or two are the same, so that nobody could tell whose it is.</exception>
    public static IReadOnlyDictionary<string, string> Read(IConfiguration configuration)
    {
        var tokens = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Settings.Text(configuration, One) is { } shared)
        {
            tokens[Shared] = shared;
        }

        foreach (var section in configuration.GetSection($"Gatehouse:{Several}").GetChildren())
        {
            var variable = Settings.Variable($"{Several}__{section.Key}");
            if (string.IsNullOrWhiteSpace(section.Value))
            {
                throw new SettingException(variable, "a token", null);
            }

            // What it is, is not to be read in a log.
            if (tokens.FirstOrDefault(t => t.Value == section.Value).Key is { } other)
            {
                throw new SettingException(variable, "a token of its own", $"that of {other}");
            }

            if (!tokens.TryAdd(section.Key, section.Value))
            {
                throw new SettingException(variable, $"another name: {Settings.Variable(One)} is that of {Shared}", section.Key);
            }
        }

        return tokens;
    }
}
