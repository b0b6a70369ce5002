using System.Text;
using System.Xml;

namespace ComfyDeps.Workflows.Media;

/// <summary>SVG: an object with both texts in a <c>metadata</c> element. No entity is expanded and nothing is fetched.</summary>
internal static class SvgReader
{
    /// <summary>What drawing programs nest is far below.</summary>
    private const int MaximumDepth = 512;

    /// <summary>Reads the texts of a file.</summary>
    /// <param name="input">The file.</param>
    /// <param name="texts">Receives them.</param>
    public static void Read(MediaInput input, EmbeddedTexts texts)
    {
        // XML has no lengths to jump by: all of it is read, and counts.
        input.RequireText(0, input.Length);
        input.Spend(input.Length);
        XmlReaderSettings settings = new()
        {
            // Drawing programs write a document type; it is passed over, and its entities stay unknown.
            DtdProcessing = DtdProcessing.Ignore,
            XmlResolver = null,
            CloseInput = false,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        };
        using XmlReader reader = XmlReader.Create(input.FromStart(), settings);
        try
        {
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element)
                {
                    input.ThrowIfStopped();
                    if (reader.Depth > MaximumDepth)
                    {
                        throw input.Malformed(0, $"line {Line(reader)} nests deeper than {MaximumDepth} elements");
                    }

                    if (reader.LocalName == "metadata" && !reader.IsEmptyElement)
                    {
                        ReadMetadata(input, reader, texts);
                    }
                }
            }
        }
        catch (XmlException exception)
        {
            throw input.Malformed(0, $"line {exception.LineNumber} column {exception.LinePosition} is not valid XML", exception);
        }
    }

    private static int Line(XmlReader reader) => ((IXmlLineInfo)reader).LineNumber;

    /// <summary>The text directly inside the element; elements inside it (RDF and the like) are others' metadata.</summary>
    private static void ReadMetadata(MediaInput input, XmlReader reader, EmbeddedTexts texts)
    {
        int depth = reader.Depth;
        StringBuilder text = new();
        while (reader.Read() && reader.Depth is int inner && inner > depth && inner <= MaximumDepth)
        {
            if (inner == depth + 1 && reader.NodeType is XmlNodeType.CDATA or XmlNodeType.Text)
            {
                text.Append(reader.Value);
            }
        }

        texts.AddWrapped(Encoding.UTF8.GetBytes(text.ToString()), "metadata", 0);
    }
}
