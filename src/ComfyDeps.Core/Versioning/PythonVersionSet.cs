using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;

namespace ComfyDeps.Versioning;

/// <summary>Which versions of a distribution are wanted: <c>&gt;=1.0,&lt;2,!=1.3.*</c>, as PEP 440 reads it.</summary>
internal sealed class PythonVersionSet
{
    private static readonly string[] s_operators = ["===", "~=", "==", "!=", "<=", ">=", "<", ">"];

    private readonly List<Clause> _clauses;

    private PythonVersionSet(List<Clause> clauses, string text)
    {
        _clauses = clauses;
        Text = text;
    }

    /// <summary>What is wanted, as it was written; empty when any version will do.</summary>
    internal string Text { get; }

    /// <summary>Whether it names one version and no other.</summary>
    internal bool IsExact => _clauses.Exists(static c => c.Operator is "==" or "===" && !c.IsPrefix);

    /// <summary>Reads it.</summary>
    /// <param name="text">The text; empty for any version.</param>
    /// <param name="set">What it says.</param>
    internal static bool TryParse(string text, [NotNullWhen(true)] out PythonVersionSet? set)
    {
        set = null;
        List<Clause> clauses = [];
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string? sign = s_operators.FirstOrDefault(s => part.StartsWith(s, StringComparison.Ordinal));
            if (sign is null)
            {
                return false;
            }

            string bound = part[sign.Length..].Trim();
            bool isPrefix = sign is "==" or "!=" && bound.EndsWith(".*", StringComparison.Ordinal);
            PythonVersion? version = null;
            if (sign != "===" && !PythonVersion.TryParse(isPrefix ? bound[..^2] : bound, out version))
            {
                return false;
            }

            if (sign == "~=" && version!.PartCount < 2)
            {
                return false;
            }

            clauses.Add(new Clause(sign, bound, version, isPrefix));
        }

        set = new PythonVersionSet(clauses, text.Trim());
        return true;
    }

    /// <summary>
    /// Whether a version is wanted. One that is installed counts even where it comes before a release.
    /// </summary>
    /// <param name="version">The version.</param>
    internal bool Includes(PythonVersion version) => _clauses.TrueForAll(clause => clause.Holds(version));

    /// <inheritdoc/>
    public override string ToString() => Text;

    private sealed record Clause(string Operator, string Bound, PythonVersion? Version, bool IsPrefix)
    {
        public bool Holds(PythonVersion version) => Operator switch
        {
            "===" => string.Equals(version.Text, Bound, StringComparison.OrdinalIgnoreCase),
            "==" => IsEqual(version),
            "!=" => !IsEqual(version),
            "<=" => version.ComparePublic(Version!) <= 0,
            ">=" => version.ComparePublic(Version!) >= 0,
            "~=" => version.ComparePublic(Version!) >= 0 && version.StartsAs(Version!, Version!.PartCount - 1),

            // What comes before the bound's release, or after it, is not below or above it, unless the bound is such a
            // version itself.
            "<" => version.ComparePublic(Version!) < 0
                && (Version!.IsPreview || !version.IsPreview || version.CompareRelease(Version) != 0),
            _ => version.ComparePublic(Version!) > 0
                && (Version!.IsPost || !version.IsPost || version.CompareRelease(Version) != 0),
        };

        private bool IsEqual(PythonVersion version)
            => IsPrefix ? version.StartsAs(Version!, Version!.PartCount)
                : Version!.IsLocal ? version.CompareTo(Version) == 0
                : version.ComparePublic(Version) == 0;
    }
}
