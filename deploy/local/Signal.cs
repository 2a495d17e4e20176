using System.Runtime.InteropServices;

namespace Gatehouse.Local;

/// <summary>The signals that are sent here.</summary>
public enum Signal
{
    Interrupt = 2,
    Kill = 9,
    Terminate = 15,
    Continue = 18,

    /// <summary>Freezes a process, whatever it is doing, until <see cref="Continue"/>.</summary>
    Stop = 19,
}

/// <summary>Sends signals: .NET itself can only kill.</summary>
public static partial class Signals
{
    /// <summary>Sends a signal; a process that has gone meanwhile is no error.</summary>
    public static void Send(int pid, Signal signal) => _ = Kill(pid, (int)signal);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
