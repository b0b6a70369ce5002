using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using ComfyDeps.Catalog;
using ComfyDeps.Configuration;
using ComfyDeps.Http;
using ComfyDeps.Sources.ManagerLists;

namespace ComfyDeps.Operations;

/// <summary>ComfyUI-Manager's lists from their public address, in a folder that is gone when they were used.</summary>
internal sealed class FetchedLists : IDisposable
{
    private readonly DirectoryInfo _folder;

    private FetchedLists(DirectoryInfo folder) => _folder = folder;

    /// <summary>The folder.</summary>
    internal string Folder => _folder.FullName;

    /// <summary>Fetches the lists, all of them or none.</summary>
    /// <param name="reporter">Hears where from.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal static async Task<FetchedLists> FetchAsync(IReporter reporter, CancellationToken cancellationToken)
    {
        ServiceAddresses addresses = ServiceAddresses.FromEnvironment();
        ManagerListSource source = new(new HttpPipeline(HttpSettings.FromEnvironment(addresses)), addresses);
        FetchedLists fetched = new(Directory.CreateTempSubdirectory("comfydeps-lists-"));
        try
        {
            reporter.Detail($"Fetching ComfyUI-Manager's lists from {SafeUrl.Of(addresses.Manager)}.");
            Answer<DirectoryInfo> answer = await source.FetchAsync(fetched._folder, cancellationToken)
                .ConfigureAwait(false);
            if (!answer.Exists)
            {
                throw answer.ToException(SafeUrl.Of(addresses.Manager));
            }

            Answer<FileInfo> security = await source.FetchSecurityAsync(
                fetched._folder, SecurityList.FileName, cancellationToken)
                .ConfigureAwait(false);
            if (!security.Exists)
            {
                reporter.Detail($"The list of harmful packs stays as it is: {security.Reason}");
            }

            return fetched;
        }
        catch
        {
            fetched.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
