using System.Text;
using Npgsql;

namespace Gatehouse.Projections;

/// <summary>The conditions of a search, only those that were asked for: the planner sees what it is asked, not a heap of <c>or $1 is null</c>.</summary>
internal sealed class Where
{
    private readonly StringBuilder sql = new("true");
    private readonly List<object> values = [];

    /// <summary>Adds a condition; each <c>{}</c> in it takes the next value.</summary>
    public Where And(string condition, params ReadOnlySpan<object> arguments)
    {
        var parts = condition.Split("{}");
        sql.Append(" and ").Append(parts[0]);
        for (var i = 0; i < arguments.Length; i++)
        {
            sql.Append(Parameter(arguments[i])).Append(parts[i + 1]);
        }

        return this;
    }

    /// <summary>Adds that a column has one of the values, if there are any. One value reads an index in its order, a list cannot.</summary>
    public Where AnyOf<T>(string column, IReadOnlyList<T> values) where T : notnull => values.Count == 0 ? this : And(Has(column, values.Count), Argument(values));

    /// <summary>
    /// Adds that a column is one of those that a query selects whose own column has one of the values. One value is planned once for all that may
    /// come, a list each time anew, which takes longer than most lists take to read.
    /// </summary>
    public Where In<T>(string column, string query, string queried, IReadOnlyList<T> values) where T : notnull =>
        And($"{column} in ({query} where {Has(queried, values.Count)})", Argument(values));

    /// <summary>A value that stands outside the conditions, such as a limit.</summary>
    public string Parameter(object value)
    {
        values.Add(value);
        return $"${values.Count}";
    }

    public NpgsqlCommand Command(NpgsqlConnection connection, string sql)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }

    private static string Has(string column, int values) => values == 1 ? $"{column} = {{}}" : $"{column} = any({{}})";

    private static object Argument<T>(IReadOnlyList<T> values) where T : notnull => values.Count == 1 ? values[0] : values.ToArray();

    public override string ToString() => sql.ToString();
}
