using System.Text.Json.Nodes;

namespace Gatehouse.Platform.Tests;

/// <summary>Draws messages that are refused, each with the field that is wrong and what can be read of it.</summary>
internal sealed class Garbled(Dice dice, Clocks clocks, Reports reports, Waivings waivings)
{
    public Fact Any(int serial, Drafted update) => dice.Of(12) switch
    {
        0 => NoJson(serial),
        1 or 2 => Spoilt(serial, reports.ToSpoil(update), "outcome", r => r["outcome"] = "PERHAPS", outcome: false),
        3 or 4 or 5 => Ahead(serial, reports.ToSpoil(update)),
        6 => Spoilt(serial, reports.ToSpoil(update), "subject", r => r.Remove("subject"), readable: false),
        7 => Spoilt(serial, reports.ToSpoil(update) with { Type = "koji_build" }, "subject.id",
            r => r["subject"]!["id"] = "glibc-0:2.42-7.fc44", readable: false),
        8 => Spoilt(serial, reports.ToSpoil(update), "arch", r => r["arch"] = 64, arch: false),
        9 => Spoilt(serial, update, "product_version", u => u.Remove("product_version")),
        10 => Spoilt(serial, update, "time", u => u["time"] = Fact.Stamp(clocks.FarAhead())),
        _ => Spoilt(serial, waivings.Draw(update) with { Time = clocks.Now }),
    };

    private static Fact NoJson(int serial) => new("result", serial, $"{Fact.Mark(serial)} has passed")
    {
        Wrong = "", OnlyByBus = true,
    };

    private Fact Ahead(int serial, Report report)
    {
        report = report with { SubmitTime = clocks.FarAhead() };
        return Spoilt(serial, report, "submit_time", _ => { });
    }

    private static Fact Spoilt(int serial, Report report, string field, Action<JsonObject> spoil, bool readable = true,
        bool outcome = true, bool arch = true)
    {
        var body = report.Body(serial);
        spoil(body);
        var about = report.About;
        return report.ToFact(serial) with
        {
            Text = body.ToJsonString(),
            Id = null,
            Wrong = field,
            About = readable
                ? about with { Outcome = outcome ? about.Outcome : null, Arches = arch ? about.Arches : [null] } : null,
        };
    }

    // What it would have been is told to nobody, the update's own notes included.
    private Fact Spoilt(int serial, Drafted update, string field, Action<JsonObject> spoil)
    {
        var body = JsonNode.Parse(update.Defined(serial, clocks.Now, null, byUser: false).Text)!.AsObject();
        update.Times.RemoveAt(update.Times.Count - 1);
        spoil(body);
        return new Fact("update", serial, body.ToJsonString()) { Wrong = field };
    }

    private static Fact Spoilt(int serial, Waive waive)
    {
        var body = waive.Body(serial);
        body["expires"] = Fact.Stamp(waive.Time!.Value.AddSeconds(-1));
        return waive.ToFact(serial) with { Text = body.ToJsonString(), Id = null, Wrong = "expires" };
    }
}
