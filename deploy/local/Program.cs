using System.CommandLine;
using Gatehouse.Local;

var parsed = UpCommand.Create(Up.RunAsync).Parse(args);
foreach (var error in parsed.Errors)
{
    await Console.Error.WriteLineAsync($"up: {error.Message} (deploy/up --help says what there is)");
}

// Signals are the supervisor's own business: it needs longer to stop in good order than a command line parser would allow.
return parsed.Errors.Count > 0 ? 2 : await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
