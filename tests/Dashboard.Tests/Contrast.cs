using System.Text.Json;
using Microsoft.Playwright;

namespace Gatehouse.Dashboard.Tests;

/// <summary>WCAG 2.2, 1.4.3: text against what is behind it, computed from the colours that the browser uses.</summary>
internal static class Contrast
{
    private const string TooLow = """
        () => {
            const parts = color => (color.match(/[\d.]+/g) ?? []).map(Number);
            const over = ([r, g, b, a = 1], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a)];
            const light = rgb => rgb.map(c => c / 255).map(c => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4).reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
            const ground = element => {
                const layers = [];
                for (let at = element; at; at = at.parentElement) layers.unshift(parts(getComputedStyle(at).backgroundColor));
                return layers.reduce((below, layer) => layer[3] === 0 ? below : over(layer, below), [255, 255, 255]);
            };
            const found = [];
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            for (let text = walker.nextNode(); text; text = walker.nextNode()) {
                const element = text.parentElement;
                if (!text.data.trim() || !element.checkVisibility() || element.closest('.unseen')) continue;
                const style = getComputedStyle(element);
                const below = ground(element);
                const [a, b] = [light(over(parts(style.color), below)), light(below)];
                const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
                const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
                if (ratio < (large ? 3 : 4.5)) found.push(`${text.data.trim().slice(0, 40)}: ${ratio.toFixed(2)}`);
            }
            for (const answer of document.querySelectorAll('.glyph')) {
                if (!answer.checkVisibility()) continue;
                const below = ground(answer);
                const [a, b] = [light(over(parts(getComputedStyle(answer).color), below)), light(below)];
                const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
                if (ratio < 3) found.push(`${answer.innerHTML}: ${ratio.toFixed(2)}`);
            }
            return JSON.stringify([...new Set(found)]);
        }
        """;

    public static async Task IsEnoughAsync(IPage page, string where) =>
        Assert.That(JsonSerializer.Deserialize<string[]>(await page.EvaluateAsync<string>(TooLow)), Is.Empty, where);
}
