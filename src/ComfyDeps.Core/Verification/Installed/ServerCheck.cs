using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Inspection;
using ComfyDeps.Inspection.Server;

namespace ComfyDeps.Verification.Installed;

/// <summary>
/// Compares a running server with what it should have: every class is there and from its pack, every model value is
/// offered. What a server cannot tell, such as sizes, hashes and most versions, is Undetermined.
/// </summary>
internal sealed class ServerCheck
{
    private readonly Expectations _expected;
    private readonly Judgement _judgement;
    private readonly ServerSource _server;
    private readonly PackJudge _packs;
    private readonly Func<string, string, string, IReadOnlyList<string>?> _placesOf;
    private readonly CancellationToken _stop;

    /// <summary>Prepares to ask.</summary>
    /// <param name="expected">What should be there.</param>
    /// <param name="judgement">Makes results.</param>
    /// <param name="server">The server.</param>
    /// <param name="placesOf">Class, input and option to the places that the loader means; null where nothing is known
    /// of it.</param>
    /// <param name="stop">Stops the asking.</param>
    internal ServerCheck(
        Expectations expected,
        Judgement judgement,
        ServerSource server,
        Func<string, string, string, IReadOnlyList<string>?> placesOf,
        CancellationToken stop)
    {
        _expected = expected;
        _judgement = judgement;
        _server = server;
        _packs = new PackJudge(judgement);
        _placesOf = placesOf;
        _stop = stop;
    }

    /// <summary>Compares, and tells each result when it is known.</summary>
    /// <param name="items">What the server tells of ComfyUI, packs and models.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal async IAsyncEnumerable<VerificationResult> RunAsync(
        IAsyncEnumerable<InspectedItem> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<InspectedItem> all = [];
        await foreach (InspectedItem item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            item.ToInstalledItem();
            all.Add(item);
        }

        InspectedItem? comfy = all.Find(static item => item.Item.Kind == DependencyKind.ComfyUI);
        foreach (VerificationResult result in _packs
            .Judge(_expected.ComfyUi, comfy)
            .Concat(_judgement.OfUnlisted(_expected)))
        {
            yield return result;
        }

        Answer<ServerClasses> classes = await _server.ClassesAsync(_stop).ConfigureAwait(false);
        InspectedItem[] packs = [.. all.Where(static item => item.Item.Kind == DependencyKind.Node)];
        await foreach (VerificationResult result in PacksAsync(packs, classes).WithCancellation(cancellationToken)
            .ConfigureAwait(false))
        {
            yield return result;
        }

        HashSet<string> present =
            [.. all.Where(static item => item.Item.Kind == DependencyKind.Model).Select(static item => item.Item.Name)];
        OfferedModels offered = new(classes.Value?.All ?? [], _placesOf);
        foreach (ExpectedModel model in _expected.Models)
        {
            yield return await ModelAsync(model, present, offered).ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<VerificationResult> PacksAsync(InspectedItem[] packs, Answer<ServerClasses> classes)
    {
        // Without ComfyUI-Manager a folder is told for packs with classes alone: one without may be there all the same.
        bool isComplete = !packs.Any(
            static item => item.Findings.Any(static finding => finding.Code == Inspection.Finding.NotTold));
        foreach (ExpectedPack pack in _expected.Packs)
        {
            InspectedItem[] found = [.. packs.Where(item => pack.IsAbout(item.Item))];
            foreach (VerificationResult result in found.Length == 0 && !isComplete
                ? Untold(pack)
                : _packs.Judge(pack, found))
            {
                yield return result;
            }

            foreach (string name in pack.Classes)
            {
                if (await ClassAsync(name, pack, found, packs, classes)
                    .ConfigureAwait(false) is VerificationResult result)
                {
                    yield return result;
                }
            }
        }

        foreach (string name in _expected.UnknownClasses)
        {
            yield return await ClassAsync(name, null, [], packs, classes).ConfigureAwait(false)
                ?? _judgement.Of(DependencyKind.Node, name, VerificationStatus.Verified, InstallationCode.Present);
        }
    }

    private IEnumerable<VerificationResult> Untold(ExpectedPack pack)
        =>
        [
            _judgement.Of(
                DependencyKind.Node, pack.Id, VerificationStatus.Undetermined, InstallationCode.NotTold,
                "The server does not tell whether the pack is there: it has no ComfyUI-Manager that answers.",
                pack.Pin,
                null,
                "Look at the environment by its folder or over SSH."),
        ];

    /// <summary>What is wrong with a class; null when it is there and from its pack.</summary>
    private async Task<VerificationResult?> ClassAsync(
        string name, ExpectedPack? pack, InspectedItem[] found, InspectedItem[] packs, Answer<ServerClasses> classes)
    {
        if (!classes.Exists)
        {
            return Class(name, VerificationStatus.Undetermined, InstallationCode.NotTold, classes.Reason, classes.Hint);
        }

        if (classes.Value!.Find(name) is ServerClass there)
        {
            return pack is null || IsFrom(there, pack, found, packs) ? null : Class(
                name, VerificationStatus.Mismatch, InstallationCode.WrongPack,
                $"The class comes from '{ShownText.Of(there.PackFolder ?? there.Module ?? "nowhere")}', and should "
                    + $"come from {pack.Id}.",
                "Remove the pack that brings it too, or decide for that one with Set-ComfyRegistryEntry.");
        }

        // The list leaves out a class that fails when it is described.
        Answer<ServerClass> alone = await _server.ClassAsync(name, _stop).ConfigureAwait(false);
        return alone.Kind switch
        {
            AnswerKind.Exists => null,
            AnswerKind.DoesNotExist => Class(
                name, VerificationStatus.Missing, InstallationCode.ClassMissing, alone.Reason, alone.Hint),
            _ => Class(name, VerificationStatus.Undetermined, InstallationCode.ClassBroken, alone.Reason, alone.Hint),
        };
    }

    /// <summary>
    /// By the pack's folder, whichever pack that is known to be; a class without a module could be from anywhere.
    /// </summary>
    private static bool IsFrom(ServerClass there, ExpectedPack pack, InspectedItem[] found, InspectedItem[] packs)
    {
        if (there.PackFolder is not string folder)
        {
            return there.Origin == ClassOrigin.Unknown;
        }

        bool IsAt(InspectedItem item)
            => ExpectedPack.FolderOf(item.Item).Equals(folder, StringComparison.OrdinalIgnoreCase);
        return found.Any(IsAt)
            || folder.Equals(pack.Directory, StringComparison.OrdinalIgnoreCase)
            || pack.Id.EndsWith("/" + folder, StringComparison.OrdinalIgnoreCase)
            || (found.Length == 0 && !packs.Any(IsAt));
    }

    private VerificationResult Class(string name, VerificationStatus status, string code, string? message, string? hint)
        => _judgement.Of(
            DependencyKind.Node, name, status, code, message is null ? null : ShownText.Of(message), hint: hint);

    private async Task<VerificationResult> ModelAsync(
        ExpectedModel model,
        HashSet<string> present,
        OfferedModels offered)
    {
        bool IsThere(ExpectedPlace place) => place.Spellings.Any(one => present.Contains(one) || offered.Has(one));
        if (model.Due.Any() ? model.Due.All(IsThere) : model.At.Any(IsThere))
        {
            // What only a workflow names is to be offered; a pin is about the content.
            return !model.IsPinned
                ? Model(model, VerificationStatus.Verified, InstallationCode.Present, null, null)
                : Model(
                    model, VerificationStatus.Undetermined, InstallationCode.NotHashed,
                    "The server offers the file, and tells neither its size nor its content.",
                    "Look at the environment by its folder or over SSH.");
        }

        string missing = (model.Due.FirstOrDefault(place => !IsThere(place)) ?? model.At[0]).Spellings[0];
        string folder = missing.Split('/')[0];
        Answer<ServerModels> listed = await _server.ModelsAsync(folder, _stop).ConfigureAwait(false);
        return listed.Kind is AnswerKind.Exists or AnswerKind.DoesNotExist
            ? Missing(model, missing, present)
            : Model(model, VerificationStatus.Undetermined, InstallationCode.NotTold, listed.Reason, listed.Hint);
    }

    private VerificationResult Missing(ExpectedModel model, string place, HashSet<string> present)
    {
        string fileName = place[(place.LastIndexOf('/') + 1)..];
        return present
            .Where(one => one.EndsWith("/" + fileName, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .FirstOrDefault() is string other
            ? Model(
                model, VerificationStatus.Missing, InstallationCode.WrongFolder,
                $"No loader offers '{place}'; the server has a file of that name at '{other}'.",
                "Move it, or write the other place down as an alias with Set-ComfyRegistryEntry -Alias.")
            : Model(
                model,
                VerificationStatus.Missing,
                InstallationCode.NotInstalled,
                $"The server has no '{place}', and no loader offers it.",
                "Run the install script, which fetches it; a server sees new files at once or when its page is "
                    + "loaded again.");
    }

    private VerificationResult Model(
        ExpectedModel model,
        VerificationStatus status,
        string code,
        string? message,
        string? hint)
        => _judgement.Of(
            DependencyKind.Model,
            model.Name,
            status,
            code,
            message is null ? null : ShownText.Of(message),
            Expectations.Pin(model),
            hint: hint);
}
