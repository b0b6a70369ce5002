using System;
using System.Collections.Generic;
using System.Linq;
using ComfyDeps.Workflows;

namespace ComfyDeps.Analysis;

/// <summary>WorkflowDocument → the distinct models that it needs. The rules and their order: docs/models.md.</summary>
internal sealed class ModelExtractor
{
    private readonly ModelCollector _models;
    private readonly DeclaredSources _declared;
    private readonly ImpliedModels _implied;
    private LoaderNode _node;

    private ModelExtractor(DeclaredSources declared)
    {
        _declared = declared;
        _models = new ModelCollector(declared);
        _implied = new ImpliedModels(_models);
    }

    /// <summary>The models of a workflow, in the order of their first use.</summary>
    /// <param name="document">The workflow.</param>
    /// <param name="facts">What is known about loaders.</param>
    public static IReadOnlyList<ModelNeed> Extract(WorkflowDocument document, ILoaderFacts facts)
    {
        ModelExtractor extractor = new(new DeclaredSources(document));
        foreach (WorkflowNode node in document.Nodes)
        {
            extractor.Visit(node, node.IsUnknown ? null : facts.Find(node.ClassType));
        }

        extractor._implied.Finish();
        return extractor._models.ToNeeds();
    }

    private void Visit(WorkflowNode node, LoaderClass? loader)
    {
        if (loader is { NamesNoModel: true })
        {
            foreach (NodeValue value in node.Values)
            {
                _declared.AddNote(value.Text);
            }

            return;
        }

        _node = new LoaderNode(node, loader);
        int before = _models.Count;
        foreach (NodeValue value in node.Values)
        {
            VisitValue(value);
        }

        _implied.Visit(_node);

        // A declared file that no widget chooses is a leftover of another choice, unless the widget itself is not
        // there.
        if (_models.Count == before && node.DeclaredModels.Count > 0 && node.Values.All(static value => value.IsNumber))
        {
            AddDeclared();
        }
    }

    private void VisitValue(NodeValue value)
    {
        if (value.IsNumber)
        {
            return;
        }

        if (_node.Input(value) is LoaderInput input)
        {
            VisitKnown(value, input);
        }
        else if (!value.IsUnknown)
        {
            VisitOther(value);
        }
    }

    /// <summary>A template that something fills in before the workflow is sent.</summary>
    private static bool IsTemplate(string text)
        => text.Contains("{{", StringComparison.Ordinal) || text.Contains("${", StringComparison.Ordinal);

    private void VisitKnown(NodeValue value, LoaderInput input)
    {
        string text = value.Text;
        if (value.IsUnknown || (IsTemplate(text) && input.Kind != ModelInputKind.Tags))
        {
            Add(value with { IsUnknown = true }, text, input.Folders, FolderEvidence.Loader, fileName: null);
            return;
        }

        if (input.Kind == ModelInputKind.Tags)
        {
            VisitTags(value, input);
            return;
        }

        if (ModelFileName.IsPlaceholder(text) || LoaderNode.Contains(input.None, text) || !IsName(value, input))
        {
            return;
        }

        (IReadOnlyList<string> folders, string file) = Place(input, text);
        bool isRepository = input.Kind == ModelInputKind.Repository && ModelFileName.IsRepositoryId(text);
        bool isFile = ModelFileName.IsModelFile(text);
        _models.Add(new ModelUse
        {
            Name = text,
            Folders = folders,
            Evidence = FolderEvidence.Loader,
            Occurrence = value.Occurrence ?? _node.Node.Occurrence,
            IsActive = _node.Node.IsActive && value.IsActive && !_node.IsSwitchedOff(value, input),
            FileName = AirName.Parse(text) is null ? file : null,
            IsDirectory = !isFile && input.Kind is ModelInputKind.Repository or ModelInputKind.Directory,
            Url = isRepository && !isFile ? SourceAddress.Repository(text).AbsoluteUri : AddressIn(text),
        });
    }

    /// <summary>
    /// A text by name is what the loader's list gave. By position alone it may be another widget's (packs change), so
    /// that it must look like what the input takes.
    /// </summary>
    private static bool IsName(NodeValue value, LoaderInput input)
    {
        if (ModelFileName.IsModelFile(value.Text))
        {
            return true;
        }

        return value.Name is not null || input.Kind is ModelInputKind.Name or ModelInputKind.Directory
            ? ModelFileName.CanBeName(value.Text)
            : input.Kind == ModelInputKind.Repository && ModelFileName.IsRepositoryId(value.Text);
    }

    private static (IReadOnlyList<string> Folders, string File) Place(LoaderInput input, string text)
    {
        foreach ((string prefix, string folder) in input.Prefixes)
        {
            if (text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return ([folder], FileName(text));
            }
        }

        return (input.Folders, FileName(text));
    }

    private void VisitTags(NodeValue value, LoaderInput input)
    {
        if (PromptTags.MayNameLora(value.Text))
        {
            foreach (string lora in PromptTags.Loras(value.Text))
            {
                Add(value, lora, input.Folders, FolderEvidence.Loader, ModelFileName.Base(lora));
            }
        }

        VisitEmbeddings(value);
    }

    private void VisitEmbeddings(NodeValue value)
    {
        if (!PromptTags.MayNameEmbedding(value.Text) || FolderGuess.IsWriter(_node.Node.ClassType))
        {
            return;
        }

        foreach (string embedding in PromptTags.Embeddings(value.Text))
        {
            Add(value, embedding, ["embeddings"], FolderEvidence.Loader, ModelFileName.Base(embedding));
        }
    }

    /// <summary>A text of which no fact says that it names a model.</summary>
    private void VisitOther(NodeValue value)
    {
        string text = value.Text;
        if (SourceAddress.IsAddress(text))
        {
            VisitAddress(text);
            return;
        }

        if (AirName.IsFull(text))
        {
            string? kind = AirName.Parse(text)?.Folder;
            Add(value, text, kind is null ? [] : [kind], FolderEvidence.Path, fileName: null);
            return;
        }

        if (!ModelFileName.IsModelFile(text) || PromptTags.MayNameEmbedding(text))
        {
            VisitEmbeddings(value);
            return;
        }

        string name = _node.Name(value);
        if (FolderGuess.IsOutputName(name) || FolderGuess.IsWriter(_node.Node.ClassType))
        {
            return;
        }

        if (_node.Loader?.AnyInput is LoaderInput input && value.Name is null)
        {
            Add(value, text, input.Folders, FolderEvidence.Loader, FileName(text));
        }
        else
        {
            VisitGuess(value, name);
        }
    }

    /// <summary>An address in a widget is no model; it says where one can be had.</summary>
    private void VisitAddress(string url)
    {
        if (ModelFileName.IsModelFile(SourceAddress.FileName(url)))
        {
            _declared.AddAddress(url);
        }
    }

    private void VisitGuess(NodeValue value, string name)
    {
        foreach (string text in ModelFileName.Split(value.Text))
        {
            (string? folder, FolderEvidence evidence) = FolderGuess.FromPath(
                ModelFileName.WithSlashes(text)) is string inPath
                ? (inPath, FolderEvidence.Path)
                : Guess(name);
            Add(value, text, folder is null ? [] : [folder], evidence, FileName(text));
        }
    }

    private static string FileName(string text)
        => SourceAddress.IsAddress(text) ? SourceAddress.FileName(text) : ModelFileName.Base(text);

    private (string? Folder, FolderEvidence Evidence) Guess(string name)
    {
        if (name.Length > 0 && FolderGuess.FromInput(name) is string byInput)
        {
            return (byInput, FolderEvidence.InputName);
        }

        if (FolderGuess.FromClass(_node.Node.ClassType) is string byClass)
        {
            return (byClass, FolderEvidence.ClassName);
        }

        // Nodes that fetch a file are told where to put it.
        foreach (NodeValue other in _node.Node.Values)
        {
            if (ModelFolders.IsFolder(other.Text))
            {
                return (ModelFolders.Newest(other.Text), FolderEvidence.Path);
            }
        }

        return (null, FolderEvidence.Extension);
    }

    private void AddDeclared()
    {
        foreach (DeclaredModel model in _node.Node.DeclaredModels)
        {
            string[] folders = model.Directory is { Length: > 0 } folder ? [ModelFolders.Newest(folder)] : [];
            _models.Add(new ModelUse
            {
                Name = model.Name,
                Folders = folders,
                Evidence = FolderEvidence.Declared,
                Occurrence = _node.Node.Occurrence,
                IsActive = _node.Node.IsActive,
                FileName = ModelFileName.Base(model.Name),
            });
        }
    }

    private void Add(
        NodeValue value,
        string name,
        IReadOnlyList<string> folders,
        FolderEvidence evidence,
        string? fileName)
        => _models.Add(new ModelUse
        {
            Name = name,
            Folders = folders,
            Evidence = evidence,
            Occurrence = value.Occurrence ?? _node.Node.Occurrence,
            IsActive = _node.Node.IsActive && value.IsActive,
            FileName = fileName,
            IsUnknown = value.IsUnknown,
            Url = AddressIn(name),
        });

    /// <summary>The address that a value itself is: a link, or a Civitai AIR.</summary>
    private static string? AddressIn(string text)
    {
        if (text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            return text;
        }

        return AirName.Parse(text)?.Address;
    }
}
