namespace Gatehouse.Contracts;

/// <summary>One thing that is wrong with a message.</summary>
/// <param name="Field">The field's path in the message, such as <c>subject.id</c> or <c>builds[3]</c>; empty for the message as a whole.</param>
/// <param name="Message">What was expected, and what came.</param>
public sealed record Reason(string Field, string Message);
