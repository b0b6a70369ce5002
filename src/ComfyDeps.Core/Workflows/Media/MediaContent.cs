using System.Collections.Generic;

namespace ComfyDeps.Workflows.Media;

/// <summary>What a media file turned out to be, and the workflows in it.</summary>
/// <param name="Kind">The container, by content.</param>
/// <param name="Texts">The embedded texts in file order; none where the file was saved without its workflow.</param>
internal sealed record MediaContent(MediaKind Kind, IReadOnlyList<EmbeddedText> Texts);
