using Npgsql;

namespace Gatehouse.Gating;

/// <summary>Statements that go to the database together.</summary>
internal static class Statements
{
    /// <summary>Adds one; its parameters are <c>$1</c>, <c>$2</c>, ... A lone array of texts has to be cast to object, or it is taken for the list.</summary>
    public static void Add(this NpgsqlBatch batch, string sql, params object[] parameters)
    {
        var command = batch.CreateBatchCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        batch.BatchCommands.Add(command);
    }
}
