using System;
using System.Collections.Generic;
using ComfyDeps.Workflows;

namespace ComfyDeps.Analysis;

/// <summary>WorkflowDocument → the distinct models that it needs. The rules and their order: docs/models.md.</summary>
internal sealed class ModelExtractor
{
    private readonly ModelCollector _models;
    private WorkflowNode _node = null!;
    private LoaderClass? _loader;

    private ModelExtractor(ModelCollector models) => _models = models;

    /// <summary>The models of a workflow, in the order of their first use.</summary>
    /// <param name="document">The workflow.</param>
    /// <param name="facts">What is known about loaders.</param>
    public static IReadOnlyList<ModelNeed> Extract(WorkflowDocument document, ILoaderFacts facts)
    {
        ModelExtractor extractor = new(new ModelCollector(new DeclaredSources(document)));
        foreach (WorkflowNode node in document.Nodes)
        {
            extractor.Visit(node, node.IsUnknown ? null : facts.Find(node.ClassType));
        }

        return extractor._models.ToNeeds();
    }

    private void Visit(WorkflowNode node, LoaderClass? loader)
    {
        if (loader is { NamesNoModel: true })
        {
            return;
        }

        _node = node;
        _loader = loader;
        int before = _models.Count;
        foreach (NodeValue value in node.Values)
        {
            VisitValue(value);
        }

        foreach (ImpliedModel implied in loader?.Implied ?? [])
        {
            VisitImplied(implied);
        }

        // A declared file that no widget chooses is a leftover of another choice, unless the widget itself is not there.
        if (_models.Count == before && node.DeclaredModels.Count > 0 && node.Values.Count == 0)
        {
            AddDeclared();
        }
    }

    private void VisitValue(NodeValue value)
    {
        if (_loader is not null && KnownInput(value) is LoaderInput input)
        {
            VisitKnown(value, input);
        }
        else if (!value.IsUnknown)
        {
            VisitOther(value);
        }
    }

    /// <summary>The model input that a value stands in, by its name, else by its position.</summary>
    private LoaderInput? KnownInput(NodeValue value)
    {
        LoaderClass loader = _loader!;
        if (value.Name is string name)
        {
            if (loader.Input(name) is LoaderInput named)
            {
                return named;
            }

            if (name.EndsWith(".content", StringComparison.Ordinal))
            {
                return loader.Input(name.AsSpan(0, name.Length - ".content".Length));
            }

            int dot = name.LastIndexOf('.');
            if (dot > 0 && loader.Input(name.AsSpan(dot + 1)) is LoaderInput inner)
            {
                return inner;
            }
        }

        if (value.Position < 0 || value.Position >= loader.Widgets.Count)
        {
            return null;
        }

        string widget = loader.Widgets[value.Position];
        return value.Name is null or "content" ? loader.Input(widget) : loader.Input($"{widget}.{value.Name}");
    }

    private void VisitKnown(NodeValue value, LoaderInput input)
    {
        string text = value.Text;
        if (value.IsUnknown)
        {
            Add(value, text, input.Folders, FolderEvidence.Loader, fileName: null);
            return;
        }

        if (input.Kind == ModelInputKind.Tags)
        {
            VisitTags(value, input);
            return;
        }

        if (ModelFileName.IsPlaceholder(text) || Contains(input.None, text) || !IsName(value, input))
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
            Occurrence = value.Occurrence ?? _node.Occurrence,
            IsActive = _node.IsActive && value.IsActive && !IsSwitchedOff(value, input),
            FileName = text.StartsWith("urn:", StringComparison.Ordinal) ? null : file,
            IsDirectory = !isFile && input.Kind == ModelInputKind.Repository,
            Url = isRepository && !isFile ? SourceAddress.Repository(text).AbsoluteUri : AddressIn(text),
        });
    }

    /// <summary>
    /// A text by name is what the loader's list gave. By position alone it may be another widget's (packs change), so that
    /// it must look like what the input takes.
    /// </summary>
    private static bool IsName(NodeValue value, LoaderInput input)
    {
        if (ModelFileName.IsModelFile(value.Text))
        {
            return true;
        }

        return (value.Name is not null || input.Kind == ModelInputKind.Name)
            ? ModelFileName.CanBeName(value.Text)
            : input.Kind == ModelInputKind.Repository && ModelFileName.IsRepositoryId(value.Text);
    }

    private static (IReadOnlyList<string> Folders, string File) Place(LoaderInput input, string text)
    {
        foreach ((string prefix, string folder) in input.Prefixes)
        {
            if (text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return ([folder], ModelFileName.Base(text));
            }
        }

        return (input.Folders, ModelFileName.Base(text));
    }

    private bool IsSwitchedOff(NodeValue value, LoaderInput input)
    {
        if (input.SwitchInput is not string switchName)
        {
            return false;
        }

        int number = InputName.Number(Name(value));
        foreach (NodeValue other in _node.Values)
        {
            string name = Name(other);
            if (InputName.Matches(switchName, name)
                && InputName.Number(name) == number
                && string.Equals(other.Text, input.SwitchOff, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private string Name(NodeValue value)
        => value.Name
            ?? (value.Position >= 0 && value.Position < _loader?.Widgets.Count ? _loader.Widgets[value.Position] : string.Empty);

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
        if (!PromptTags.MayNameEmbedding(value.Text) || FolderGuess.IsWriter(_node.ClassType))
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
        if (!ModelFileName.IsModelFile(value.Text))
        {
            VisitEmbeddings(value);
            return;
        }

        string name = Name(value);
        if (FolderGuess.IsOutputName(name) || FolderGuess.IsWriter(_node.ClassType))
        {
            return;
        }

        (string? folder, FolderEvidence evidence) = Guess(name);
        Add(value, value.Text, folder is null ? [] : [folder], evidence, ModelFileName.Base(value.Text));
    }

    private (string? Folder, FolderEvidence Evidence) Guess(string name)
    {
        if (name.Length > 0 && FolderGuess.FromInput(name) is string byInput)
        {
            return (byInput, FolderEvidence.InputName);
        }

        return FolderGuess.FromClass(_node.ClassType) is string byClass
            ? (byClass, FolderEvidence.ClassName)
            : (null, FolderEvidence.Extension);
    }

    private void VisitImplied(ImpliedModel implied)
    {
        if (implied.Input is string input && !HasValue(input, implied.Values))
        {
            return;
        }

        _models.Add(new ModelUse
        {
            Name = implied.Name,
            Folders = [implied.Folder],
            Evidence = FolderEvidence.Loader,
            Occurrence = _node.Occurrence,
            IsActive = _node.IsActive,
            FileName = ModelFileName.Base(implied.Name),
            Implied = true,
            IsDirectory = !ModelFileName.IsModelFile(implied.Name),
            Url = implied.Url,
        });
    }

    private bool HasValue(string input, IReadOnlyList<string> texts)
    {
        foreach (NodeValue value in _node.Values)
        {
            if (!value.IsUnknown && InputName.Matches(input, Name(value)) && Contains(texts, value.Text))
            {
                return true;
            }
        }

        return false;
    }

    private void AddDeclared()
    {
        foreach (DeclaredModel model in _node.DeclaredModels)
        {
            string[] folders = model.Directory is { Length: > 0 } folder ? [ModelFolders.Newest(folder)] : [];
            _models.Add(new ModelUse
            {
                Name = model.Name,
                Folders = folders,
                Evidence = FolderEvidence.Declared,
                Occurrence = _node.Occurrence,
                IsActive = _node.IsActive,
                FileName = ModelFileName.Base(model.Name),
            });
        }
    }

    private void Add(NodeValue value, string name, IReadOnlyList<string> folders, FolderEvidence evidence, string? fileName)
        => _models.Add(new ModelUse
        {
            Name = name,
            Folders = folders,
            Evidence = evidence,
            Occurrence = value.Occurrence ?? _node.Occurrence,
            IsActive = _node.IsActive && value.IsActive,
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

        const string Civitai = ":civitai:";
        int at = text.StartsWith("urn:air:", StringComparison.OrdinalIgnoreCase)
            ? text.IndexOf(Civitai, StringComparison.OrdinalIgnoreCase)
            : -1;
        int version = at < 0 ? -1 : text.IndexOf('@', at);
        return version > 0 && ulong.TryParse(text.AsSpan(version + 1), out ulong id)
            ? $"https://civitai.com/api/download/models/{id}"
            : null;
    }

    private static bool Contains(IReadOnlyList<string> texts, string text)
    {
        foreach (string candidate in texts)
        {
            if (string.Equals(candidate, text, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
