namespace ComfyDeps.Inspection.Files;

/// <summary>What the first and last bytes of a model file say.</summary>
/// <param name="First">Its first bytes, at most <see cref="Length"/>.</param>
/// <param name="ExpectedSize">For safetensors, the size that the header speaks of; null where there is no readable
/// header.</param>
/// <param name="HasZipEnd">For a file that begins as a zip archive, whether it ends as one.</param>
internal sealed record ModelHead(byte[] First, long? ExpectedSize, bool HasZipEnd)
{
    /// <summary>How many bytes of a file are looked at.</summary>
    internal const int Length = 512;
}
