namespace Gatehouse.Local.Tests;

public class UpCommandTests
{
    [Test]
    public async Task Without_options_everything_is_private_and_below_the_repository()
    {
        var options = await ParseAsync();

        Assert.That((options.Postgres, options.RabbitMq, options.Replicas, options.Demo), Is.EqualTo(((string?)null, (string?)null, 1, false)));
        Assert.That(options.Ports.Base, Is.EqualTo(Ports.Default));
        Assert.That(Path.GetFileName(options.Data), Is.EqualTo(".data"));
    }

    [Test]
    public async Task Each_option_says_one_thing()
    {
        var options = await ParseAsync(
            "--data", "x", "--port-base", "9000", "--policies", ".", "--postgres", "postgresql://u:p@h/d", "--rabbitmq", "amqp://u:p@h/", "--replicas", "2", "--demo");

        Assert.That(options, Is.EqualTo(new UpOptions("x", new Ports(9000), Path.GetFullPath("."), "postgresql://u:p@h/d", "amqp://u:p@h/", 2, true)));
    }

    [Test]
    public async Task Replicas_need_no_port_base() =>
        Assert.That(await ParseAsync("--policies", ".", "--replicas", "2"), Is.EqualTo((await ParseAsync()) with { Replicas = 2 }));

    [TestCase("--port-base", "80")]
    [TestCase("--port-base", "many")]
    [TestCase("--policies", "no/such/folder")]
    [TestCase("--postgres", "Host=localhost")]
    [TestCase("--rabbitmq", "localhost:5672")]
    [TestCase("--replicas", "0")]
    [TestCase("--replicas", "6")]
    [TestCase("--replicas", "2", "--port-base", "65529")]
    [TestCase("--ports", "9000")]
    public void What_makes_no_sense_is_an_error(params string[] arguments) =>
        Assert.That(UpCommand.Create(_ => Task.FromResult(0)).Parse(["--policies", ".", .. arguments]).Errors, Is.Not.Empty);

    [Test]
    public void The_help_of_the_script_names_every_option()
    {
        var script = File.ReadAllText(Repository.File("deploy/up"));

        Assert.That(
            UpCommand.Create(_ => Task.FromResult(0)).Options.Select(o => o.Name).Where(name => name is not "--version"),
            Is.All.Matches<string>(name => script.Contains("\n  " + name + " ", StringComparison.Ordinal)));
    }

    private static async Task<UpOptions> ParseAsync(params string[] arguments)
    {
        UpOptions? options = null;
        var command = UpCommand.Create(parsed =>
        {
            options = parsed;
            return Task.FromResult(0);
        });
        await command.Parse(arguments is [] ? ["--policies", "."] : arguments).InvokeAsync();
        return options!;
    }
}
