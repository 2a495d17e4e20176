namespace Gatehouse.Local;

/// <summary>The platform cannot be started as asked, for a reason that the person who asked can mend. The message is for that person.</summary>
public sealed class StartRefusedException(string message) : Exception(message);
