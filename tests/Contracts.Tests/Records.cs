using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gatehouse.Contracts.Tests;

/// <summary>What the records say of themselves: the names their fields have in JSON.</summary>
internal static class Records
{
    public static readonly Type[] Wire =
    [
        typeof(ResultMessage), typeof(GateMessage), typeof(PolicyReference), typeof(GateCounts), typeof(RequirementCounts), typeof(BuildVerdict),
        typeof(SubjectPart), typeof(UnsatisfiedRequirement), typeof(WaivedRequirement), typeof(RejectedMessage), typeof(Reason), typeof(Subject),
    ];

    public static readonly Type[] Stored = [.. StoredEvents.All, typeof(GateStatement), typeof(PolicyFile), typeof(RejectedResult), typeof(RedactedText), typeof(Vocabulary)];

    public static IEnumerable<string> FieldsOf(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always })
        .Select(property => Word(property.Name));

    public static IEnumerable<string> WordsOf<TEnum>()
        where TEnum : struct, Enum => Enum.GetNames<TEnum>().Select(Word);

    public static string Word(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
