using System.Globalization;
using System.Text;

namespace Gatehouse.ResultsIngest;

/// <summary>Where a scan is, remembered as positions in the body so that naming the place costs nothing until there is something to say.</summary>
internal sealed class JsonPath
{
    private readonly Step[] steps = new Step[Limits.Depth + 2];

    /// <summary>Objects and lists that are open.</summary>
    public int Depth { get; private set; }

    public void Enter(bool isList)
    {
        Depth++;
        if (Depth < steps.Length)
        {
            steps[Depth] = new Step { IsList = isList, Index = -1 };
        }
    }

    public void Leave() => Depth--;

    /// <summary>A property's name begins here.</summary>
    public void Name(int start, int length)
    {
        if (Depth < steps.Length)
        {
            steps[Depth].Start = start;
            steps[Depth].Length = length;
        }
    }

    /// <summary>A value begins: of the last name, or the next of a list.</summary>
    public void Value()
    {
        if (Depth < steps.Length)
        {
            steps[Depth].Index++;
        }
    }

    /// <summary>Whether the place lies under that field of the whole.</summary>
    public bool IsInside(ReadOnlySpan<byte> field, ReadOnlySpan<byte> body) =>
        Depth > 1 && body.Slice(steps[1].Start, steps[1].Length).SequenceEqual(field);

    /// <summary>The place as reasons name it: <c>data.firmware[2]</c>.</summary>
    public string Text(ReadOnlySpan<byte> body)
    {
        var text = new StringBuilder();
        for (var depth = 1; depth <= Math.Min(Depth, steps.Length - 1); depth++)
        {
            ref readonly var step = ref steps[depth];
            if (step.IsList && step.Index >= 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"[{step.Index}]");
            }
            else if (step.Length > 0)
            {
                text.Append(text.Length > 0 ? "." : "").Append(Encoding.UTF8.GetString(body.Slice(step.Start, Math.Min(step.Length, 100))));
            }
        }

        return text.ToString();
    }

    private struct Step
    {
        public int Start;
        public int Length;
        public int Index;
        public bool IsList;
    }
}
