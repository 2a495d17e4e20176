using System.Text;
using Gatehouse.Contracts;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.ResultsIngest.Tests;

/// <summary>Requests, cut into messages or refused as a whole.</summary>
public class PostBodyTests
{
    [TestCase("{}", false, 1)]
    [TestCase(" \n{ \"a\": [1, 2] } ", false, 1)]
    [TestCase("[{}]", true, 1)]
    [TestCase(" [ {\"a\":1} , 5, [ ], \"x\" ] ", true, 4)]
    public async Task Cuts_one_or_a_list(string body, bool isList, int messages)
    {
        var (cut, _) = await ReadAsync(body);

        Assert.That((cut!.IsList, cut.Messages.Count), Is.EqualTo((isList, messages)));
    }

    [Test]
    public async Task Each_message_of_a_list_has_exactly_its_own_bytes()
    {
        var (cut, _) = await ReadAsync(" [ {\"a\": \"é\"} ,\n [1] ] ");

        Assert.That(cut!.Messages.Select(Encoding.UTF8.GetString), Is.EqualTo(new[] { "{\"a\": \"é\"}", "[1]" }));
    }

    [TestCase("", 400)]
    [TestCase("{", 400)]
    [TestCase("{} {}", 400)]
    [TestCase("[{}", 400)]
    [TestCase("[{}] 1", 400)]
    [TestCase("[]", 422)]
    public async Task Refuses_what_cannot_be_cut(string body, int status) =>
        Assert.That((await ReadAsync(body)).Problem!.StatusCode, Is.EqualTo(status));

    [Test]
    public async Task Refuses_too_many_and_too_much()
    {
        var (many, much, huge) = ($"[{string.Join(",", Enumerable.Repeat("1", Limits.ListItems + 1))}]", $"\"{new string('x', Limits.Message)}\"", new string(' ', Limits.ListBytes + 1));

        Assert.That(
            ((await ReadAsync(many)).Problem!.StatusCode, (await ReadAsync(much)).Problem!.StatusCode, (await ReadAsync(huge)).Problem!.StatusCode),
            Is.EqualTo((413, 413, 413)));
    }

    [TestCase("application/json", true)]
    [TestCase("application/json; charset=UTF-8", true)]
    [TestCase("application/vnd.example+json", true)]
    [TestCase(null, true, Description = "missing means JSON, as on the bus")]
    [TestCase("text/plain", false)]
    [TestCase("application/json; charset=latin1", false)]
    [TestCase("garbage", false)]
    public async Task Takes_JSON_only(string? contentType, bool taken) =>
        Assert.That((await ReadAsync("{}", contentType)).Problem?.StatusCode, Is.EqualTo(taken ? null : 415));

    private static Task<(PostBody? Body, Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult? Problem)> ReadAsync(string body, string? contentType = "application/json")
    {
        var context = new DefaultHttpContext();
        context.Request.ContentType = contentType;
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        return PostBody.ReadAsync(context.Request);
    }
}
