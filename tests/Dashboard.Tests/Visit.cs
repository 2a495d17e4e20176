using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Gatehouse.Dashboard.Tests;

/// <summary>Somebody's look at the dashboard. Whatever ran that should not have, and whatever the browser complained of, is found at its end.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private const string Watch = """
        window.violations = [];
        document.addEventListener('securitypolicyviolation', e => window.violations.push(`${e.violatedDirective} ${e.blockedURI}`));
        """;

    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> complaints = new();

    private Visit(IBrowserContext context, IPage page) => (this.context, Page) = (context, page);

    public IPage Page { get; }

    public static async Task<Visit> StartAsync(bool dark = false, bool phone = false)
    {
        var context = await OneDashboard.Browser.NewContextAsync(new()
        {
            BaseURL = OneDashboard.Suite.Endpoints.Http,
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = phone ? new() { Width = 390, Height = 844 } : new() { Width = 1360, Height = 900 },
            ReducedMotion = ReducedMotion.Reduce,
        });
        await context.AddInitScriptAsync(Watch);
        var visit = new Visit(context, await context.NewPageAsync());
        visit.Listen();
        return visit;
    }

    public async Task GoAsync(string path)
    {
        var answer = await Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        Assert.That(answer!.Headers["content-security-policy"], Does.Contain("script-src 'self'").And.Contain("default-src 'none'").And.Not.Contain("unsafe"), path);
        Assert.That(answer.Headers["content-type"], Does.StartWith("text/html"));
    }

    /// <summary>Nothing ran that should not, and the browser did not complain.</summary>
    public async Task NothingAmissAsync()
    {
        Assert.That(await Page.EvaluateAsync<string[]>("window.violations"), Is.Empty, "violations of the content security policy");
        Assert.That(complaints, Is.Empty);
    }

    public Task PictureAsync(string name, bool whole = true) => Page.ScreenshotAsync(new() { Path = Path.Combine(OneDashboard.Pictures, name + ".png"), FullPage = whole });

    public ValueTask DisposeAsync() => context.DisposeAsync();

    private void Listen()
    {
        Page.PageError += (_, error) => complaints.Enqueue("error: " + error);
        Page.Dialog += (_, dialog) =>
        {
            complaints.Enqueue("dialog: " + dialog.Message);
            _ = dialog.DismissAsync();
        };
        Page.Console += (_, message) =>
        {
            // What the server answers is looked at where it matters.
            if (message.Type == "error" && !message.Text.Contains("Failed to load resource", StringComparison.Ordinal))
            {
                complaints.Enqueue("console: " + message.Text);
            }
        };
    }
}
