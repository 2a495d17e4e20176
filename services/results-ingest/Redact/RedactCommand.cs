using System.Globalization;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.ResultsIngest;

/// <summary>
/// <c>redact KIND ID PATH [--reason TEXT]</c>: redacts a text as <c>POST /api/v1/redactions</c> does, waits until gates
/// have followed, and clears the old versions of the rows that held it. Needs only <c>Gatehouse__Postgres</c>. May be
/// repeated at will.
/// </summary>
internal static class RedactCommand
{
    public const string Verb = "redact";

    private const string Usage = "usage: redact result|waiver|rejection ID PATH [--reason TEXT]";
    private const int Incomplete = 1;
    private static readonly string[] Folds = ["gates", "views"];

    // Whatever held the text has been written anew: what it was before lies in the tables' files until then.
    private static readonly string[] Tables =
        ["gatehouse.mt_events", "ingest.rejection_body", "gating.topic", "gating.gate_build"];

    /// <summary>Gives an exit code: 0, 2 if there is no such text or it was asked wrongly, 1 if not all could be done.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        var (asked, mistakes) = Read(arguments);
        if (asked is null)
        {
            return await EndAsync(errors, WebService.BadSetting, [.. mistakes, Usage]);
        }

        try
        {
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
            builder.Environment.ApplicationName = "redact";
            builder.Logging.ClearProviders();
            // Nothing is said on the bus here, so nobody is asked where it is.
            builder.Configuration["Gatehouse:RabbitMq"] ??= "amqp://localhost";
            builder.AddGatehouseStore();
            builder.Services.AddSingleton<Redactor>();
            await using var app = builder.Build();
            return await app.Services.GetRequiredService<Redactor>().RedactAsync(asked, by: null, CancellationToken.None) switch
            {
                RedactOutcome.Redacted done => await FinishAsync(app.Services, asked, done, output, errors),
                RedactOutcome.NoSuchFact => await EndAsync(errors, WebService.BadSetting,
                    $"there is no such {arguments[0]}"),
                _ => await EndAsync(errors, WebService.BadSetting, RedactStage.NoText(asked.Kind)),
            };
        }
        catch (Exception e) when (e is SettingException or OutdatedException or NpgsqlException)
        {
            return await EndAsync(errors, e is SettingException ? WebService.BadSetting : Incomplete,
                e.GetBaseException().Message);
        }
    }

    private static async Task<int> FinishAsync(
        IServiceProvider services, RedactRequest asked, RedactOutcome.Redacted done, TextWriter output, TextWriter errors)
    {
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{asked.Path} is redacted{(done.Repeated ? " since before" : "")} (sequence {done.Sequence})."));
        var followed = await services.GetRequiredService<FoldProgress>()
            .ReachedAsync(done.Sequence, Folds, CancellationToken.None);
        if (!followed)
        {
            return await EndAsync(errors, Incomplete,
                "Gates have not followed yet and may still show it: run this again when the services do.");
        }

        await using var connection = await services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        foreach (var table in Tables)
        {
            await using var vacuum = connection.Command($"vacuum {table}");
            vacuum.CommandTimeout = 0;
            await vacuum.ExecuteNonQueryAsync();
        }

        await output.WriteLineAsync("Gates have followed, and old versions of the rows are cleared.");
        await output.WriteLineAsync(
            "Left are what was said on the bus before, backups, and PostgreSQL's write-ahead log until it is recycled.");
        return 0;
    }

    private static (RedactRequest? Asked, IReadOnlyList<string> Mistakes) Read(IReadOnlyList<string> arguments)
    {
        var words = arguments.ToList();
        string? reason = null;
        if (words.IndexOf("--reason") is var at and >= 0)
        {
            if (at + 1 >= words.Count)
            {
                return (null, ["--reason wants a text"]);
            }

            reason = words[at + 1];
            words.RemoveRange(at, 2);
        }

        if (words is not [var kind, var id, var path])
        {
            return (null, ["expected a kind, an id and a path"]);
        }

        var (asked, reasons) = RedactRequest.Of(
            new("kind", kind), new("id", id), new("path", path), new("reason", reason), []);
        return (asked, [.. reasons.Select(r => $"{r.Field}: {r.Message}")]);
    }

    private static async Task<int> EndAsync(TextWriter errors, int exitCode, params string[] reasons)
    {
        await errors.WriteLineAsync($"redact: {string.Join('\n', reasons)}");
        return exitCode;
    }
}
