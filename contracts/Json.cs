using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Gatehouse.Contracts;

/// <summary>How JSON is written: snake_case, times to the microsecond in UTC, enumerations as snake_case words.</summary>
public static class Json
{
    /// <summary>What goes out: every field is written, null where it has no value.</summary>
    public static JsonSerializerOptions Wire { get; } = Make(JsonIgnoreCondition.Never);

    /// <summary>What is stored: fields without a value are left out, since they are stored for ever.</summary>
    public static JsonSerializerOptions Stored { get; } = Make(JsonIgnoreCondition.WhenWritingNull);

    /// <summary>Fresh options for a library that wants to add converters of its own to <see cref="Stored"/>.</summary>
    public static JsonSerializerOptions MakeStored() => Make(JsonIgnoreCondition.WhenWritingNull);

    private static JsonSerializerOptions Make(JsonIgnoreCondition ignore) => new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = ignore,
        NumberHandling = JsonNumberHandling.Strict,
        // Bodies are never put into HTML by us: text stays readable in logs and databases.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireOnlyWhatIsAlwaysWritten } },
        Converters = { new TimeConverter(), new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    // A field without a value is left out when stored, so its absence must read as null, however sternly C# asks for it to be set.
    private static void RequireOnlyWhatIsAlwaysWritten(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            property.IsRequired &= !property.IsSetNullable && Nullable.GetUnderlyingType(property.PropertyType) is null;
        }
    }
}
