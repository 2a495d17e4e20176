using System.CommandLine;
using System.Globalization;

namespace Gatehouse.Local;

/// <summary>The command line of <c>deploy/up</c>, which explains it itself (<c>--help</c>), before anything is built.</summary>
public static class UpCommand
{
    public static RootCommand Create(Func<UpOptions, Task<int>> run)
    {
        var home = Environment.GetEnvironmentVariable("GATEHOUSE_HOME") ?? Directory.GetCurrentDirectory();
        var data = new Option<string>("--data") { DefaultValueFactory = _ => Path.Combine(home, ".data") };
        var portBase = new Option<int>("--port-base") { DefaultValueFactory = _ => Ports.Default };
        var policies = new Option<string>("--policies") { DefaultValueFactory = _ => Path.Combine(home, "deploy", "policies") };
        var postgres = new Option<string?>("--postgres");
        var rabbitMq = new Option<string?>("--rabbitmq");
        var replicas = new Option<int>("--replicas") { DefaultValueFactory = _ => 1 };
        var demo = new Option<bool>("--demo");
        portBase.Validators.Add(r =>
        {
            // What is no number at all is refused without this.
            if (r.Tokens is [{ Value: var text }] && int.TryParse(text, CultureInfo.InvariantCulture, out var number) && !new Ports(number).Possible(replicas: 1))
            {
                r.AddError("--port-base must be between 1024 and 65529.");
            }
        });
        replicas.Validators.Add(r =>
        {
            if (r.Tokens is [{ Value: var text }] && int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number is < 1 or > Ports.MostReplicas)
            {
                r.AddError($"--replicas must be between 1 and {Ports.MostReplicas}.");
            }
        });
        policies.Validators.Add(r =>
        {
            if (!Directory.Exists(r.GetValueOrDefault<string>()))
            {
                r.AddError($"There is no folder {r.GetValueOrDefault<string>()} (--policies).");
            }
        });
        postgres.Validators.Add(r => MustHaveScheme(r, "postgresql", "postgres"));
        rabbitMq.Validators.Add(r => MustHaveScheme(r, "amqp", "amqps"));

        var command = new RootCommand("Runs Gatehouse on this machine: PostgreSQL, RabbitMQ and the three services, until Ctrl-C.") { data, portBase, policies, postgres, rabbitMq, replicas, demo };
        command.Validators.Add(r =>
        {
            if (r.Errors.Any() || r.GetValue(replicas) is not (>= 1 and <= Ports.MostReplicas and var number))
            {
                return;
            }

            // What nobody has given has no value yet, not even its default.
            var first = r.GetResult(portBase) is { Implicit: false } ? r.GetValue(portBase) : Ports.Default;
            if (new Ports(first).Possible(number))
            {
                return;
            }

            r.AddError($"--port-base leaves no room for the ports of {number} replicas.");
        });
        command.SetAction((parsed, _) => run(new UpOptions(
            parsed.GetRequiredValue(data),
            new Ports(parsed.GetRequiredValue(portBase)),
            Path.GetFullPath(parsed.GetRequiredValue(policies)),
            parsed.GetValue(postgres),
            parsed.GetValue(rabbitMq),
            parsed.GetRequiredValue(replicas),
            parsed.GetValue(demo))));
        return command;
    }

    private static void MustHaveScheme(System.CommandLine.Parsing.OptionResult result, params string[] schemes)
    {
        if (!Uri.TryCreate(result.GetValueOrDefault<string>(), UriKind.Absolute, out var uri) || !schemes.Contains(uri.Scheme))
        {
            result.AddError($"{result.Option.Name} must be a URL that begins with {schemes[0]}://");
        }
    }
}
