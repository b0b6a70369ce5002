using System.IO;
using System.Threading;

namespace ComfyDeps.Tests.Shared;

/// <summary>Takes a test's folder away.</summary>
internal static class TempFolder
{
    /// <summary>Deletes it, again where something that is just ending still wrote into it.</summary>
    public static void Delete(string folder)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
                return;
            }
            catch (IOException) when (attempt < 20)
            {
                Thread.Sleep(50);
            }
        }
    }
}
