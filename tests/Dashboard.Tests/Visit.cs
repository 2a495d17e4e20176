using System.Collections.Concurrent;
using Gatehouse.Testing;
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

    private string? asked;

    private Visit(IBrowserContext context, IPage page) => (this.context, Page) = (context, page);

    public IPage Page { get; }

    /// <param name="dark">By night.</param>
    /// <param name="phone">On a narrow screen.</param>
    /// <param name="suite">Of which dashboard, if not of that which all tests share.</param>
    public static async Task<Visit> StartAsync(bool dark = false, bool phone = false, Suite? suite = null)
    {
        var context = await OneDashboard.Browser.NewContextAsync(new()
        {
            BaseURL = (suite ?? OneDashboard.Suite).Endpoints.Http,
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

    /// <summary>Of what came from outside nothing became markup, a script or a link to one.</summary>
    public async Task NothingForeignAsync()
    {
        Assert.That(await Page.EvaluateAsync<int>("document.querySelectorAll('main script, main img, [onerror]').length"), Is.Zero, Page.Url);
        Assert.That(await Page.EvaluateAsync<string[]>("[...document.links].map(l => l.protocol).filter(p => !/^https?:$/.test(p))"), Is.Empty, Page.Url);
        await NothingAmissAsync();
    }

    /// <summary>The keyboard alone, as somebody without a mouse goes.</summary>
    public async Task TabToAsync(string selector)
    {
        for (var i = 0; i < 60; i++)
        {
            await Page.Keyboard.PressAsync("Tab");
            if (await Page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector))
            {
                return;
            }
        }

        Assert.Fail($"{selector} was not reached");
    }

    /// <summary>From now on a question that begins so is answered yes; any other is amiss.</summary>
    public void Agree(string question) => asked = question;

    public Task PictureAsync(string name, bool whole = true) => Page.ScreenshotAsync(new() { Path = Path.Combine(OneDashboard.Pictures, name + ".png"), FullPage = whole });

    public ValueTask DisposeAsync() => context.DisposeAsync();

    private void Listen()
    {
        Page.PageError += (_, error) => complaints.Enqueue("error: " + error);
        Page.Dialog += (_, dialog) =>
        {
            if (dialog.Type == DialogType.Confirm && asked is not null && dialog.Message.StartsWith(asked, StringComparison.Ordinal))
            {
                _ = dialog.AcceptAsync();
                return;
            }

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
