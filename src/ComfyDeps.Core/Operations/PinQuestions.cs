using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Registry;
using ComfyDeps.Verification;

namespace ComfyDeps.Operations;

/// <summary>Turns names and objects of the pipeline into pins to check, each once. It asks nobody.</summary>
internal sealed class PinQuestions
{
    private readonly RegistryLookup _lookup;
    private readonly Dictionary<(DependencyKind Kind, string Name), RegistryPin> _pins;
    private readonly HashSet<(DependencyKind Kind, string Name)> _given = [];
    private readonly RegistryDocument _document;
    private readonly string? _path;
    private readonly IReporter _reporter;

    /// <summary>Questions about a registry.</summary>
    /// <param name="document">The registry.</param>
    /// <param name="path">Its file, for messages; null where there is none.</param>
    /// <param name="reporter">Hears what is passed over, and what is not found.</param>
    internal PinQuestions(RegistryDocument document, string? path, IReporter reporter)
    {
        _document = document;
        _path = path;
        _reporter = reporter;
        _lookup = new RegistryLookup(document);
        _pins = RegistryPin.All(document).ToDictionary(static pin => (pin.Kind, pin.Name));
    }

    /// <summary>The pins that names mean.</summary>
    /// <param name="names">Names of entries, with wildcards; empty for all.</param>
    internal async IAsyncEnumerable<PinQuestion> OfNames(IReadOnlyList<string> names)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        HashSet<(DependencyKind Kind, string Name)>? chosen = names.Count == 0 ? null :
        [
            .. GetRegistry.Choose([.. RegistryEntries.Of(_document)], names, _path!, _reporter)
                .Select(static entry => (entry.Kind, entry.Name)),
        ];
        foreach ((DependencyKind Kind, string Name) key in RegistryPin.All(_document)
            .Select(static pin => (pin.Kind, pin.Name)))
        {
            if (chosen?.Contains(key) != false)
            {
                yield return new PinQuestion(_pins[key]);
            }
        }
    }

    /// <summary>The pins that objects are about, and a result for each thing that the registry does not have.</summary>
    /// <param name="items">The objects.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    internal async IAsyncEnumerable<PinQuestion> OfItems(
        IAsyncEnumerable<object> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (object item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (item is string name)
            {
                foreach (RegistryEntry entry in _path is null
                    ? []
                    : GetRegistry.Choose([.. RegistryEntries.Of(_document)], [name], _path, _reporter))
                {
                    if (Of(entry.Kind, entry.Name) is PinQuestion named)
                    {
                        yield return named;
                    }
                }
            }
            else if (Of(item) is PinQuestion question)
            {
                yield return question;
            }
        }
    }

    /// <summary>
    /// Null where the item is about nothing that a registry can have, or about something that was asked already.
    /// </summary>
    private PinQuestion? Of(object item)
    {
        if (item is WorkflowDependency { Pack: null, PackUrl: null, Status: DependencyStatus.Core
            or DependencyStatus.Frontend } own)
        {
            _reporter.Detail($"Passed over '{own.Name}': ComfyUI itself has it.");
            return null;
        }

        if (_lookup.FindAny(item) is (DependencyKind kind, string name))
        {
            return Of(kind, name);
        }

        (DependencyKind Kind, string Name)? key = item switch
        {
            RegistryEntry entry => (entry.Kind, entry.Name),
            VerificationResult result => (result.Kind, result.Name),
            _ => null,
        };
        if (key is { } known && _pins.ContainsKey(known))
        {
            return Of(known.Kind, known.Name);
        }

        VerificationResult? missing = NotInRegistry.Of(item, _path);
        if (missing is null)
        {
            _reporter.Detail($"Passed over '{item}': it is about neither a node pack nor a model file.");
        }

        return missing is not null && _given.Add((missing.Kind, "not in the registry: " + missing.Name))
            ? new PinQuestion(null, missing)
            : null;
    }

    private PinQuestion? Of(DependencyKind kind, string name)
        => _given.Add((kind, name)) && _pins.TryGetValue((kind, name), out RegistryPin? pin)
            ? new PinQuestion(pin)
            : null;
}
