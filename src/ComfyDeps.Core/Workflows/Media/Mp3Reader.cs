using System;

namespace ComfyDeps.Workflows.Media;

/// <summary>MP3: the ID3v2 tag in front. A FLAC file may have one too, and is read on behind it.</summary>
internal static class Mp3Reader
{
    /// <summary>Reads the texts of a file.</summary>
    /// <param name="input">The file.</param>
    /// <param name="texts">Receives them.</param>
    public static void Read(MediaInput input, EmbeddedTexts texts)
    {
        long position = 0;
        while (input.Length - position >= Id3Tag.HeaderLength
            && input.Peek(position, Id3Tag.HeaderLength).StartsWith(Id3Tag.Signature))
        {
            input.CountPart(position);
            position = Id3Tag.Read(input, position, texts);
        }

        if (input.Length - position >= FlacReader.Signature.Length
            && input.Peek(position, FlacReader.Signature.Length).SequenceEqual(FlacReader.Signature))
        {
            FlacReader.Read(input, position, texts);
        }
    }
}
