using System;
using System.Collections.Generic;
using System.IO;
using ComfyDeps.StagingTool.Help;
using ComfyDeps.StagingTool.Packages;

try
{
    switch (args)
    {
        case ["help", string docs, string assembly, string references, string address, string output]:
            HelpFiles.Write(docs, CmdletReader.Read(assembly, File.ReadAllLines(references)), address, output);
            return 0;
        case ["syntax", string docs, string assembly, string references]:
            foreach (string name in HelpFiles.UpdateSyntax(
                docs, CmdletReader.Read(assembly, File.ReadAllLines(references)), write: true))
            {
                Console.WriteLine(name);
            }

            return 0;
        case ["notices", string shipped, string name, string version, string output]:
            IReadOnlyList<Package> packages = Package.Read(File.ReadAllLines(shipped));
            Directory.CreateDirectory(output);
            Notices.Write(packages, name, Path.Join(output, "THIRD-PARTY-NOTICES.txt"));
            BillOfMaterials.Write(packages, name, version, Path.Join(output, $"{name}.cdx.json"));
            return 0;
        case ["shrink", string package]:
            SmallPackage.Write(package);
            return 0;
        default:
            Console.Error.WriteLine(
                "usage: help DOCS ASSEMBLY REFERENCES ADDRESS OUTPUT | syntax DOCS ASSEMBLY REFERENCES | notices "
                    + "SHIPPED NAME VERSION OUTPUT | shrink PACKAGE");
            return 2;
    }
}
catch (InvalidDataException e)
{
    // The form in which the build shows it as an error of its own.
    Console.Error.WriteLine($"staging : error STAGE001: {e.Message}");
    return 1;
}
