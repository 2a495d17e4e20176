using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>The keys of all that a page of facts can touch.</summary>
/// <param name="Topics">Of results, waivers and what was refused, each with its subject's.</param>
/// <param name="Subjects">Of the same: gates that ask something of them hear of them.</param>
/// <param name="Defined">Subjects of definitions: all that is known of them counts at once.</param>
/// <param name="Aliases">Of definitions, deadlines, releases and what gates have said.</param>
/// <param name="Edited">Those of definitions.</param>
internal sealed record Touched(IReadOnlyDictionary<Guid, Guid> Topics, Guid[] Subjects, Guid[] Defined, string[] Aliases, string[] Edited)
{
    /// <param name="states">Knows the keys.</param>
    public static Touched By(IReadOnlyList<Fact> facts, Workspace states)
    {
        var topics = new Dictionary<Guid, Guid>();
        var subjects = new HashSet<Guid>();
        var defined = new HashSet<Guid>();
        var aliases = new HashSet<string>(StringComparer.Ordinal);
        var edited = new HashSet<string>(StringComparer.Ordinal);
        foreach (var fact in facts)
        {
            switch (fact.Data)
            {
                case ResultRecorded result:
                    Touch(result.Subjects, result.Testcase);
                    break;
                case WaiverRecorded waiver:
                    Touch([waiver.Subject], waiver.Testcase);
                    break;
                case WaiverExpired expired:
                    Touch([expired.Subject], expired.Testcase);
                    break;
                case MessageRejected { About: { } about }:
                    Touch(about.Subjects, about.Testcase);
                    break;
                case RejectionSettled { About: { } about }:
                    Touch(about.Subjects, about.Testcase);
                    break;
                case FactRedacted { Subjects: { } of, Testcase: { } testcase }:
                    Touch(of, testcase);
                    break;
                case UpdateRecorded update:
                    aliases.Add(update.Alias);
                    edited.Add(update.Alias);
                    defined.Add(states.KeyOf(Subject.OfUpdate(update.Alias)));
                    defined.UnionWith((update.Builds ?? []).Select(b => states.KeyOf(Subject.OfBuild(b))));
                    defined.UnionWith((update.Subjects ?? []).Select(states.KeyOf));
                    // What the page before gave its gates to ask for may be in memory alone, where no table leads to it.
                    defined.UnionWith(states.GatesOf(update.Alias).SelectMany(states.PartsOf)
                        .Where(part => part.Subject.Type != Subject.Build)
                        .Select(part => states.KeyOf(part.Subject)));
                    break;
                case DeadlinePassed passed:
                    aliases.Add(passed.Alias);
                    break;
                case GateReleased released:
                    aliases.Add(released.Alias);
                    break;
                case GateSaid said when !states.Decides:
                    aliases.Add(said.Statement.Alias);
                    break;
            }
        }

        return new Touched(topics, [.. subjects], [.. defined], [.. aliases], [.. edited]);

        void Touch(IEnumerable<Subject> of, string testcase)
        {
            foreach (var subject in of)
            {
                subjects.Add(states.KeyOf(subject));
                topics[states.KeyOf(subject, testcase)] = states.KeyOf(subject);
            }
        }
    }

    /// <summary>The update itself, its builds and its other subjects.</summary>
    public static IEnumerable<Guid> SubjectsOf(UpdateInForce update) => update.Builds.Select(Subject.OfBuild)
        .Concat(update.Subjects)
        .Append(Subject.OfUpdate(update.Alias))
        .Select(subject => subject.Key());
}
