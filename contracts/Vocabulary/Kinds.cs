namespace Gatehouse.Contracts;

/// <summary>The kinds of fact that come in through the door.</summary>
public static class Kinds
{
    public const string Result = "result";

    public const string Update = "update";

    public const string Waiver = "waiver";
}
