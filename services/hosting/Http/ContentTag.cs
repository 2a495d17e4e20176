using System.IO.Hashing;
using Microsoft.Net.Http.Headers;

namespace Gatehouse.Hosting;

/// <summary>Entity tags of what is answered.</summary>
public static class ContentTag
{
    /// <summary>
    /// A tag that follows from the content, so every replica gives the same one, before and after a restart. Weak: the same content may travel compressed or
    /// not. No secret hangs on it, so the hash is a fast one: with SHA-256 it was a twentieth of what a list costs.
    /// </summary>
    public static EntityTagHeaderValue Of(ReadOnlySpan<byte> content) => new($"\"{Convert.ToHexStringLower(XxHash128.Hash(content))}\"", isWeak: true);
}
