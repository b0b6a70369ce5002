using System.Collections.Immutable;

namespace ComfyDeps.Workflows.Script.Syntax;

/// <summary><c>import … from 'source'</c>; one that is for types alone is left out.</summary>
internal sealed class ImportDeclaration(
    int start, int end, ImmutableArray<ImportSpecifier> specifiers, StringLiteral source) : Statement(start, end)
{
    /// <summary>What is imported, without types; empty for <c>import 'source'</c>.</summary>
    public ImmutableArray<ImportSpecifier> Specifiers { get; } = specifiers;

    /// <summary>From where.</summary>
    public StringLiteral Source { get; } = source;
}

/// <summary>One imported name.</summary>
internal sealed class ImportSpecifier(int start, int end, string importedName, Identifier local)
    : SyntaxNode(start, end)
{
    /// <summary>Its name in the other module; <c>default</c>, or <c>*</c> for all of it.</summary>
    public string ImportedName { get; } = importedName;

    /// <summary>Its name here.</summary>
    public Identifier Local { get; } = local;
}

/// <summary><c>import x = require('source')</c> or <c>import x = A.B</c>.</summary>
internal sealed class ImportEqualsDeclaration(
    int start, int end, Identifier local, StringLiteral? source, Expression? entity) : Statement(start, end)
{
    /// <summary>Its name here.</summary>
    public Identifier Local { get; } = local;

    /// <summary>The module, or null.</summary>
    public StringLiteral? Source { get; } = source;

    /// <summary>The names with dots, or null.</summary>
    public Expression? Entity { get; } = entity;
}

/// <summary><c>export const x = 1</c>, and any other declaration behind <c>export</c>.</summary>
internal sealed class ExportDeclaration(int start, Statement declaration) : Statement(start, declaration.End)
{
    /// <summary>The declaration.</summary>
    public Statement Declaration { get; } = declaration;
}

/// <summary><c>export { a, b as c }</c>, also <c>from 'source'</c>.</summary>
internal sealed class ExportNamesDeclaration(
    int start, int end, ImmutableArray<ExportSpecifier> specifiers, StringLiteral? source) : Statement(start, end)
{
    /// <summary>What is exported, without types.</summary>
    public ImmutableArray<ExportSpecifier> Specifiers { get; } = specifiers;

    /// <summary>The module that it is from, or null when it is from here.</summary>
    public StringLiteral? Source { get; } = source;
}

/// <summary>One exported name.</summary>
internal sealed class ExportSpecifier(int start, int end, string localName, string exportedName)
    : SyntaxNode(start, end)
{
    /// <summary>Its name here, or in the module that it is from.</summary>
    public string LocalName { get; } = localName;

    /// <summary>Its name to others.</summary>
    public string ExportedName { get; } = exportedName;
}

/// <summary><c>export * from 'source'</c> or <c>export * as name from 'source'</c>.</summary>
internal sealed class ExportAllDeclaration(int start, int end, string? exportedName, StringLiteral source)
    : Statement(start, end)
{
    /// <summary>The name under which all of it is exported, or null when each name is exported as it is.</summary>
    public string? ExportedName { get; } = exportedName;

    /// <summary>The module that it is from.</summary>
    public StringLiteral Source { get; } = source;
}

/// <summary><c>export default</c>.</summary>
internal sealed class ExportDefaultDeclaration(int start, int end, SyntaxNode value) : Statement(start, end)
{
    /// <summary>
    /// An <see cref="Expression"/>, a <see cref="FunctionDeclaration"/> or a <see cref="ClassDeclaration"/>.
    /// </summary>
    public SyntaxNode Value { get; } = value;
}

/// <summary><c>export = x</c>.</summary>
internal sealed class ExportAssignment(int start, int end, Expression value) : Statement(start, end)
{
    /// <summary>What the module is.</summary>
    public Expression Value { get; } = value;
}
