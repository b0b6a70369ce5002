using System;

namespace ComfyDeps.Sources.DirectUrl;

/// <summary>What a plain address is, without its bytes.</summary>
/// <param name="Uri">The address that answered, after redirects.</param>
/// <param name="FileName">The name that the server gives the file, or the last part of the address.</param>
/// <param name="Size">Its size in bytes, or null where the server does not tell it.</param>
/// <param name="Sha256">Its SHA-256, which only a pointer to it tells.</param>
/// <param name="ETag">The validator, as it was sent. It is never a hash of the content; a weak one does not prove that
/// the bytes are the same.</param>
/// <param name="LastModified">When it last changed, or null.</param>
/// <param name="AnswersRanges">Whether parts of it can be had; null where that was not seen.</param>
internal sealed record DirectUrlFact(
    Uri Uri,
    string FileName,
    long? Size,
    string? Sha256,
    string? ETag,
    DateTimeOffset? LastModified,
    bool? AnswersRanges);
