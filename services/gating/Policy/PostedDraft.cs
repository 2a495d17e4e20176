using Gatehouse.Contracts;

namespace Gatehouse.Gating;

/// <summary>The draft of policies that a request brings: <c>application/yaml</c>, one or more documents, at most as large as a file may be.</summary>
internal static class PostedDraft
{
    private const string Name = "draft.yaml";

    /// <summary>The draft, or the answer that refuses it.</summary>
    public static async Task<(PolicyFile? Draft, IResult? Refused)> OfAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentType?.Split(';')[0].Trim() is not ("application/yaml" or "application/x-yaml" or "text/yaml"))
        {
            return (null, Results.Problem("expected Content-Type: application/yaml", statusCode: StatusCodes.Status415UnsupportedMediaType));
        }

        var bytes = new byte[PolicyText.Most + 1];
        var length = request.ContentLength > PolicyText.Most
            ? bytes.Length
            : await request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        if (length > PolicyText.Most)
        {
            return (null, Results.Problem(
                $"a draft may have {PolicyText.Most:N0} bytes at most", statusCode: StatusCodes.Status413PayloadTooLarge));
        }

        var errors = new PolicyErrors(Name);
        return PolicyText.Decode(bytes.AsSpan(0, length), errors) is { } text
            ? (new PolicyFile(Name, text), null)
            : (null, PolicyEndpoints.Refused([.. errors.InOrder()]));
    }
}
