namespace ComfyDeps.Analysis;

/// <summary>What is publicly known about which inputs of a node class name model files.</summary>
internal interface ILoaderFacts
{
    /// <summary>What is known about a class, or null when nothing is.</summary>
    /// <param name="classType">The node's <c>class_type</c>.</param>
    LoaderClass? Find(string classType);
}
