using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;

namespace Gatehouse.Gating;

/// <summary>
/// Refuses what YamlDotNet 18.1 reads although it is no YAML, and other readers would read otherwise or not at all: a comment without a blank before it
/// (<c>[#x</c> empties a list), a missing comma, a bracket that closes a brace, a colon without a key. Only its tokens still show that.
/// </summary>
internal static class YamlTokens
{
    /// <summary>Notes what is wrong in a text that can be parsed.</summary>
    public static void Check(string text, PolicyErrors errors)
    {
        var scanner = new Scanner(new StringReader(text), skipComments: false);
        var open = new Stack<Token>();
        Token? before = null;
        // The scanner says an error again and again, for the parser to throw.
        while (YamlReader.Advance(scanner.MoveNext, () => scanner.CurrentPosition) && scanner.Current is { } token and not Error)
        {
            if (Problem(token, before, open, text) is { } problem)
            {
                errors.Add((int)token.Start.Line, problem);
            }

            before = token is Comment ? before : token;
        }
    }

    private static string? Problem(Token token, Token? before, Stack<Token> open, string text)
    {
        switch (token)
        {
            case Comment when token.Start.Index > 0 && text[(int)token.Start.Index - 1] is not (' ' or '\n'):
                return "a # directly after something: put a blank before a comment, or quotes around a text";
            case Comment:
                return null;
            case Value when before is not Scalar:
                return "a key is missing before a colon";
            case FlowSequenceEnd when open.TryPop(out var start) && start is not FlowSequenceStart:
            case FlowMappingEnd when open.TryPop(out start) && start is not FlowMappingStart:
                return "a bracket closes what a brace opened, or the other way round";
        }

        var missing = open.Count > 0 && before is (Scalar or AnchorAlias or FlowSequenceEnd or FlowMappingEnd)
            && token is not (FlowEntry or FlowSequenceEnd or FlowMappingEnd or Value);
        if (token is FlowSequenceStart or FlowMappingStart)
        {
            open.Push(token);
        }

        return missing ? "a comma is missing" : null;
    }
}
