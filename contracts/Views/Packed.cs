using MessagePack;
using MessagePack.Resolvers;

namespace Gatehouse.Contracts;

/// <summary>
/// States that are many and read as a whole, in few bytes: as JSON they were a third of the store, and the greater part of a fold's work. Only for
/// tables that can be made again from the log: what is stored for ever is JSON.
/// </summary>
public static class Packed
{
    // Ids as 16 bytes. What repeats within a state (links, testcases) is said once.
    private static readonly MessagePackSerializerOptions Options = MessagePackSerializerOptions.Standard
        .WithResolver(CompositeResolver.Create(NativeGuidResolver.Instance, StandardResolver.Instance))
        .WithCompression(MessagePackCompression.Lz4BlockArray);

    /// <summary>The same value always has the same bytes, so rows can be compared.</summary>
    public static byte[] Of<T>(T value) => MessagePackSerializer.Serialize(value, Options);

    /// <exception cref="MessagePackSerializationException">The bytes are no such value.</exception>
    public static T Read<T>(byte[] bytes) => MessagePackSerializer.Deserialize<T>(bytes, Options);
}
