namespace Gatehouse.Gating;

/// <summary>Why a policy file is refused.</summary>
/// <param name="Line">From 1; 0 where no line is to blame.</param>
public sealed record PolicyError(string File, int Line, string Message)
{
    public override string ToString() => Line > 0 ? $"{File}:{Line}: {Message}" : File.Length > 0 ? $"{File}: {Message}" : Message;
}
