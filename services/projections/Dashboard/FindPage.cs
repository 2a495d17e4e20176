using Gatehouse.Contracts;
using Gatehouse.Hosting;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary><c>/find?text=</c>: to the update of that alias, else to the build of that name, else to the updates with that package.</summary>
internal static class FindPage
{
    public static async Task<IResult> GoAsync(HttpContext context, NpgsqlDataSource database, CancellationToken cancellation)
    {
        var query = new Parameters(context.Request.Query, "text");
        var text = query.Texts("text").FirstOrDefault()?.Trim() ?? "";
        if (query.Errors.Count > 0)
        {
            return Problem.BadRequest(query.Errors);
        }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        var isUpdate = await connection.ReadAsync<bool>("select exists (select from views.update where alias = $1)", cancellation, text);
        return Results.Redirect(
            isUpdate ? Paths.Update(text)
            : Nvr.TryParse(text, out _) && await IsBuildAsync(connection, text, cancellation) ? Paths.Build(text)
            : "/updates" + Paths.Query(("package", text)));
    }

    private static async Task<bool> IsBuildAsync(NpgsqlConnection connection, string nvr, CancellationToken cancellation) => await connection.ReadAsync<bool>(
        "select exists (select from views.update_build where nvr = $1) or exists (select from views.cell where subject = $2)", cancellation, nvr, Subject.OfBuild(nvr).Key());
}
