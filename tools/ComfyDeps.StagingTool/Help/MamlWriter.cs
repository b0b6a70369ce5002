using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Xml.Linq;

namespace ComfyDeps.StagingTool.Help;

/// <summary>Writes what <c>Get-Help</c> reads: the pages' words and the code's facts.</summary>
internal static class MamlWriter
{
    private static readonly XNamespace s_items = "http://msh";
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private static readonly Dictionary<string, string> s_common = new()
    {
        ["WhatIf"] = "Says what would happen, and does nothing.",
        ["Confirm"] = "Asks before anything is changed.",
    };

    /// <summary>The help file of a module.</summary>
    /// <param name="cmdlets">Each cmdlet, with its page.</param>
    /// <param name="address">Where the pages can be read.</param>
    internal static XDocument Write(IEnumerable<(CmdletFacts Cmdlet, CommandPage Page)> cmdlets, string address)
        => new(
            new XDeclaration("1.0", "utf-8", null),
            new XElement(
                s_items + "helpItems",
                new XAttribute("schema", "maml"),
                cmdlets.Select(one => Command(one.Cmdlet, one.Page, $"{address}/commands/{one.Page.File}"))));

    /// <summary>What is said about a parameter: by its page, or for all cmdlets alike.</summary>
    /// <param name="page">The page.</param>
    /// <param name="parameter">The parameter's name.</param>
    internal static PageParameter TextOf(CommandPage page, string parameter)
        => page.Parameters.TryGetValue(parameter, out PageParameter? text) ? text
            : s_common.TryGetValue(parameter, out string? common) ? new PageParameter([common], "False")
            : new PageParameter([], "None");

    private static XElement Command(CmdletFacts cmdlet, CommandPage page, string address)
        => new(
            s_command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", s_maml),
            new XAttribute(XNamespace.Xmlns + "command", s_command),
            new XAttribute(XNamespace.Xmlns + "dev", s_dev),
            new XElement(
                s_command + "details",
                new XElement(s_command + "name", cmdlet.Name),
                new XElement(s_command + "verb", cmdlet.Verb),
                new XElement(s_command + "noun", cmdlet.Noun),
                new XElement(s_maml + "description", Paragraphs([page.Synopsis]))),
            new XElement(s_maml + "description", Paragraphs(page.Description)),
            new XElement(s_command + "syntax", cmdlet.Sets.Select(set => SyntaxItem(cmdlet, set, page))),
            new XElement(
                s_command + "parameters",
                cmdlet.Parameters.OrderBy(static p => p.Name, System.StringComparer.Ordinal)
                    .Select(p => Parameter(p, Widest(p), page))),
            new XElement(s_command + "inputTypes", page.Inputs.Select(static type => Type("inputType", type))),
            new XElement(s_command + "returnValues", page.Outputs.Select(static type => Type("returnValue", type))),
            page.Notes.Count > 0
                ? new XElement(s_maml + "alertSet", new XElement(s_maml + "alert", Paragraphs(page.Notes)))
                : null,
            new XElement(s_command + "examples", page.Examples.Select(Example)),
            new XElement(s_command + "relatedLinks", OnlineFirst(page.Links, address).Select(Link)));

    /// <summary>The first link is where <c>Get-Help -Online</c> goes.</summary>
    private static IEnumerable<PageLink> OnlineFirst(IEnumerable<PageLink> links, string address)
        => links.Prepend(new PageLink("Online version:", address));

    private static XElement SyntaxItem(CmdletFacts cmdlet, string? set, CommandPage page)
        => new(
            s_command + "syntaxItem",
            new XElement(s_maml + "name", cmdlet.Name),
            cmdlet.In(set).Select(one => Parameter(one.Parameter, one.Place, page)));

    /// <summary>The place that says most of a parameter that stands in several sets.</summary>
    private static ParameterPlace Widest(ParameterFacts parameter)
        => parameter.Places.OrderByDescending(static place => place.IsMandatory)
            .ThenBy(static place => place.Position ?? int.MaxValue)
            .First()
            with
        {
            ByValue = parameter.Places.Any(static place => place.ByValue),
            ByPropertyName = parameter.Places.Any(static place => place.ByPropertyName),
        };

    private static XElement Parameter(ParameterFacts parameter, ParameterPlace place, CommandPage page)
    {
        PageParameter text = TextOf(page, parameter.Name);
        return new XElement(
            s_command + "parameter",
            new XAttribute("required", place.IsMandatory ? "true" : "false"),
            new XAttribute("variableLength", "true"),
            new XAttribute("globbing", parameter.TakesWildcards ? "true" : "false"),
            new XAttribute("pipelineInput", place.PipelineInput),
            new XAttribute("position", place.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(s_maml + "name", parameter.Name),
            new XElement(s_maml + "description", Paragraphs([.. text.Text, .. Choice(parameter)])),
            parameter.IsSwitch
                ? null
                : new XElement(
                    s_command + "parameterValue",
                    new XAttribute("required", "true"),
                    new XAttribute("variableLength", "false"),
                    parameter.Type),
            new XElement(s_dev + "type", new XElement(s_maml + "name", parameter.Type), new XElement(s_maml + "uri")),
            new XElement(
                s_dev + "defaultValue",
                parameter.IsSwitch && text.DefaultValue == "None" ? "False" : text.DefaultValue));
    }

    private static IEnumerable<string> Choice(ParameterFacts parameter)
        => parameter.Values.Count == 0 ? [] : [$"One of: {string.Join(", ", parameter.Values)}."];

    private static XElement Type(string element, PageType type)
        => new(
            s_command + element,
            new XElement(s_dev + "type", new XElement(s_maml + "name", type.Name)),
            new XElement(s_maml + "description", Paragraphs(type.Text)));

    private static XElement Example(PageExample example, int index)
        => new(
            s_command + "example",
            new XElement(s_maml + "title", $"Example {index + 1}: {example.Title}"),
            new XElement(
                s_dev + "code", example.Output.Length > 0 ? $"{example.Code}\n\n{example.Output}" : example.Code),
            new XElement(s_dev + "remarks", Paragraphs(example.Remarks)));

    private static XElement Link(PageLink link)
        => new(
            s_maml + "navigationLink",
            new XElement(s_maml + "linkText", link.Text),
            new XElement(s_maml + "uri", link.Address));

    private static IEnumerable<XElement> Paragraphs(IEnumerable<string> texts)
        => texts.Select(static text => new XElement(s_maml + "para", text));
}
