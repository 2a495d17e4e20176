using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Contracts;

namespace Gatehouse.ResultsIngest.Tests;

/// <summary>What no field may hold is found wherever it is, and named by its place.</summary>
public class ScanTests
{
    [TestCase("", "")]
    [TestCase("not json", "")]
    [TestCase("{", "")]
    [TestCase("{} {}", "")]
    [TestCase("{\"a\":1,}", "")]
    [TestCase("// no\n{}", "")]
    [TestCase("[]", "")]
    [TestCase("[{}]", "")]
    [TestCase("\"text\"", "")]
    [TestCase("null", "")]
    [TestCase("{\"a\":NaN}", "")]
    public void What_is_no_object_is_refused_as_a_whole(string body, string field) =>
        Assert.That(Doorstep.Reasons(Kinds.Result, body), Has.Count.EqualTo(1).And.All.Property("Field").EqualTo(field));

    [Test]
    public void Bytes_that_are_no_UTF8_are_refused() =>
        Assert.That(Doorstep.Reasons(Kinds.Result, [.. "{\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8]).Single().Message, Does.Contain("UTF-8"));

    [TestCase("note", "\"a\\u0000b\"", "note")]
    [TestCase("note", "\"a\\ud800b\"", "note")]
    [TestCase("note", "\"\\udc00\"", "note")]
    [TestCase("note", "\"\\ud800\\u0041\"", "note")]
    [TestCase("color", "\"\\u0000\"", "color")]
    [TestCase("data", "{ \"a\": { \"b\": [true, \"\\ud800\"] } }", "data.a.b[1]")]
    [TestCase("data", "{ \"a\": 1e400 }", "data.a")]
    [TestCase("data", "{ \"a\": [1, -1e999] }", "data.a[1]")]
    [TestCase("data", "{ \"a\": 1e-400 }", "data.a")]
    [TestCase("color", "1e400", "color")]
    public void What_cannot_be_stored_is_named_by_its_place(string path, string value, string named) =>
        Assert.That(Doorstep.Fields(Kinds.Result, Insert(path, value)), Is.EqualTo(new[] { named }));

    [Test]
    public void A_name_may_not_hold_it_either() =>
        Assert.That(Doorstep.Fields(Kinds.Result, Insert("data", "{ \"a\\u0000\": 1 }")), Is.EqualTo(new[] { "data.a\\u0000" }));

    [TestCase("\"\\ud83d\\ude00 \\u00e9 \\\\u0000 \\n\"")]
    [TestCase("\"😀\"")]
    public void Escapes_that_are_text_are_text(string note) =>
        Assert.That(Doorstep.Fields(Kinds.Result, Insert("note", note)), Is.Empty);

    [TestCase(30, true)]
    [TestCase(31, false)]
    [TestCase(100_000, false)]
    public void Nesting_ends_at_32(int lists, bool taken)
    {
        var reasons = Doorstep.Reasons(Kinds.Result, Insert("data", $"{{ \"a\": {new string('[', lists)}{new string(']', lists)} }}"));

        Assert.That(reasons.Select(reason => reason.Field), taken ? Is.Empty : Is.EqualTo(new[] { "data.a" + string.Concat(Enumerable.Repeat("[0]", 30)) }));
    }

    [Test]
    public void It_does_not_hide_what_else_is_wrong() =>
        Assert.That(Doorstep.Fields(Kinds.Result, Insert("note", "\"\\u0000\"").Replace("PASSED", "GREEN")), Is.EqualTo(new[] { "note", "outcome" }));

    [TestCase(1024 * 1024, "expected JSON")]
    [TestCase((1024 * 1024) + 1, "expected a message of at most")]
    public void A_message_ends_at_a_mebibyte(int size, string message) =>
        Assert.That(Doorstep.Reasons(Kinds.Result, new byte[size]).Single().Message, Does.StartWith(message));

    [Test]
    public void No_bytes_make_the_door_throw() =>
        Prop.ForAll<byte[]>(bytes => Doorstep.Admit(Doorstep.Delivery(Kinds.Result, bytes)) is not null).QuickCheckThrowOnFailure();

    [Test]
    public void A_message_broken_anywhere_is_judged_all_the_same() =>
        Prop.ForAll<int, byte>((at, with) =>
        {
            var body = Encoding.UTF8.GetBytes(Doorstep.Result);
            body[(int)((uint)at % body.Length)] = with;
            return Doorstep.Admit(Doorstep.Delivery(Kinds.Result, body)) is not null;
        }).QuickCheckThrowOnFailure();

    // Put in as text: a serializer would not write what must not be there.
    private static string Insert(string field, string value)
    {
        var rest = Doorstep.Result.Without(field);
        return $"{rest[..^1]},\"{field}\":{value}}}";
    }
}
