using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>The keys of all that a page of facts can touch.</summary>
/// <param name="Topics">Of results and waivers, each with its subject's.</param>
/// <param name="Subjects">Of results and waivers: gates that ask something of them hear of them.</param>
/// <param name="Defined">Subjects of definitions: all that is known of them counts at once.</param>
/// <param name="Aliases">Of definitions and deadlines.</param>
internal sealed record Touched(IReadOnlyDictionary<Guid, Guid> Topics, Guid[] Subjects, Guid[] Defined, string[] Aliases)
{
    /// <param name="states">Knows the keys.</param>
    public static Touched By(IReadOnlyList<Fact> facts, Workspace states)
    {
        var topics = new Dictionary<Guid, Guid>();
        var subjects = new HashSet<Guid>();
        var defined = new HashSet<Guid>();
        var aliases = new HashSet<string>(StringComparer.Ordinal);
        foreach (var fact in facts)
        {
            switch (fact.Data)
            {
                case ResultRecorded result:
                    Touch(result.Subject, result.Testcase);
                    break;
                case WaiverRecorded waiver:
                    Touch(waiver.Subject, waiver.Testcase);
                    break;
                case UpdateRecorded update:
                    aliases.Add(update.Alias);
                    defined.Add(states.KeyOf(Subject.OfUpdate(update.Alias)));
                    defined.UnionWith((update.Builds ?? []).Select(b => states.KeyOf(Subject.OfBuild(b))));
                    break;
                case DeadlinePassed passed:
                    aliases.Add(passed.Alias);
                    break;
            }
        }

        return new Touched(topics, [.. subjects], [.. defined], [.. aliases]);

        void Touch(Subject subject, string testcase)
        {
            subjects.Add(states.KeyOf(subject));
            topics[states.KeyOf(subject, testcase)] = states.KeyOf(subject);
        }
    }

    /// <summary>The update itself and its builds.</summary>
    public static IEnumerable<Guid> SubjectsOf(UpdateInForce update) =>
        update.Builds.Select(b => Subject.OfBuild(b).Key()).Append(Subject.OfUpdate(update.Alias).Key());
}
