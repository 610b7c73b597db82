using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Trawl.Embedder;

/// <summary>Vectors as they travel: little-endian 32-bit floats.</summary>
internal static class VectorBytes
{
    public static byte[] Of(ReadOnlySpan<float> vector)
    {
        if (BitConverter.IsLittleEndian)
            return MemoryMarshal.AsBytes(vector).ToArray();
        var bytes = new byte[vector.Length * sizeof(float)];
        for (var i = 0; i < vector.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
        return bytes;
    }
}
