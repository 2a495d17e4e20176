using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Gating;

/// <summary>
/// Takes a redacted text out of the parts of all gates that show it (rule 17), closed ones among them, which no other
/// fact touches any more.
/// </summary>
internal static class RedactedParts
{
    private const string Parts = """
        select gate, subject, subject_type, subject_id, place, requirements from gate_build where subject = any($1)
        """;

    private const string Save = """
        update gate_build set requirements = r.packed from unnest($1::uuid[], $2::uuid[], $3::bytea[]) r (gate, subject, packed)
        where (gate_build.gate, gate_build.subject) = (r.gate, r.subject)
        """;

    public static async Task SaveAsync(
        NpgsqlConnection connection, FactRedacted redacted, CancellationToken cancellation)
    {
        var without = new List<(Guid Gate, Guid Subject, byte[] Packed)>();
        var subjects = redacted.Subjects!.Select(subject => subject.Key()).ToArray();
        await using (var command = connection.Command(Parts, subjects))
        await using (var row = await command.ExecuteReaderAsync(cancellation))
        {
            while (await row.ReadAsync(cancellation))
            {
                var part = new GatePart(
                    new Subject(row.GetString(2), row.GetString(3)), row.GetInt32(4),
                    Packed.Read<List<RequirementView>>(row.GetFieldValue<byte[]>(5)));
                if (part.Redact(redacted) is { } redone)
                {
                    without.Add((row.GetGuid(0), row.GetGuid(1), Packed.Of(redone.Requirements)));
                }
            }
        }

        if (without.Count > 0)
        {
            await connection.RunAsync(
                Save, cancellation, without.Select(w => w.Gate).ToArray(), without.Select(w => w.Subject).ToArray(),
                without.Select(w => w.Packed).ToArray());
        }
    }
}
