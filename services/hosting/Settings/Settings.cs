using Microsoft.Extensions.Configuration;

namespace Gatehouse.Hosting;

/// <summary>What all three services are told by their environment, parsed and found good before anything starts.</summary>
public sealed record Settings(string Postgres, RabbitMqSettings RabbitMq, Uri? PublicUrl, bool ArchivePartition)
{
    /// <summary>Reads the settings that every service has.</summary>
    /// <param name="configuration">Where they stand.</param>
    /// <param name="frozenFor">How long a transaction may do nothing before PostgreSQL ends it.</param>
    /// <exception cref="SettingException">One of them is missing or malformed.</exception>
    public static Settings Read(IConfiguration configuration, TimeSpan? frozenFor = null) => new(
        PostgresUrl.Parse(Variable("Postgres"), configuration["Gatehouse:Postgres"], frozenFor),
        RabbitMqSettings.Parse(Variable("RabbitMq"), configuration["Gatehouse:RabbitMq"]),
        HttpUrl(configuration, "PublicUrl"),
        Switch(configuration, "ArchivePartition"));

    /// <summary>An optional text setting of the section Gatehouse; an empty one counts as not given.</summary>
    public static string? Text(IConfiguration configuration, string name)
    {
        var value = configuration[$"Gatehouse:{name}"];
        return string.IsNullOrWhiteSpace(value) ? null : value;
    }

    /// <summary>An optional switch of the section Gatehouse, off where it is not given.</summary>
    public static bool Switch(IConfiguration configuration, string name) => Text(configuration, name) switch
    {
        null or "off" => false,
        "on" => true,
        var text => throw new SettingException(Variable(name), "on or off", text),
    };

    /// <summary>An optional age of the section Gatehouse; null where none is given, or <c>off</c>.</summary>
    public static TimeSpan? Age(IConfiguration configuration, string name) => Text(configuration, name) switch
    {
        null or "off" => null,
        var text => Duration.TryParse(text, out var age) ? age : throw new SettingException(Variable(name), $"off, or an age: {Duration.Expected}", text),
    };

    /// <summary>An optional base URL of the section Gatehouse.</summary>
    public static Uri? HttpUrl(IConfiguration configuration, string name)
    {
        var value = Text(configuration, name);
        if (value is null)
        {
            return null;
        }

        return Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? new Uri(url.GetLeftPart(UriPartial.Path).TrimEnd('/'))
            : throw new SettingException(Variable(name), "an http:// or https:// URL", value);
    }

    /// <summary>A base URL of the section Gatehouse that has to be given.</summary>
    public static Uri RequiredHttpUrl(IConfiguration configuration, string name) =>
        HttpUrl(configuration, name) ?? throw new SettingException(Variable(name), "an http:// or https:// URL", null);

    /// <summary>The environment variable of a setting.</summary>
    public static string Variable(string name) => $"Gatehouse__{name}";
}
