// What TypeScript's own parser makes of a file, in the words of TreeSummary.cs.
import ts from 'typescript';

const K = ts.SyntaxKind;

/** Parses as the compiler does: by the file's extension, without setting parents. */
export function parse(path, text) {
  return ts.createSourceFile(path, text.replace(/^\uFEFF/, ''), { languageVersion: ts.ScriptTarget.Latest }, false);
}

const has = (node, kind) => node.modifiers?.some((m) => m.kind === kind) ?? false;

/** True for what exists for the compiler alone, which our tree leaves out. */
function isLeftOut(node) {
  if (ts.isTypeNode(node) && node.kind !== K.ExpressionWithTypeArguments) return true;
  if (has(node, K.DeclareKeyword)) return !(ts.isEnumDeclaration(node) && has(node, K.ConstKeyword));
  switch (node.kind) {
    case K.InterfaceDeclaration:
    case K.TypeAliasDeclaration:
    case K.TypeParameter:
    case K.IndexSignature:
    case K.NamespaceExportDeclaration:
    case K.ImportAttributes:
    case K.MetaProperty:
      return true;
    case K.FunctionDeclaration:
    case K.MethodDeclaration:
    case K.Constructor:
    case K.GetAccessor:
    case K.SetAccessor:
      return !node.body || has(node, K.AbstractKeyword);
    case K.PropertyDeclaration:
      return has(node, K.AbstractKeyword);
    case K.ModuleDeclaration:
      return ts.isStringLiteral(node.name) || (node.flags & ts.NodeFlags.GlobalAugmentation) !== 0;
    case K.ImportDeclaration:
      return node.importClause?.isTypeOnly === true || !ts.isStringLiteral(node.moduleSpecifier);
    case K.ImportEqualsDeclaration:
    case K.ImportSpecifier:
    case K.ExportSpecifier:
    case K.ExportDeclaration:
      return node.isTypeOnly;
    case K.HeritageClause:
      return node.token === K.ImplementsKeyword;
    case K.Parameter:
      return node.name.kind === K.Identifier && node.name.escapedText === 'this';
    default:
      return false;
  }
}

const assignment = (kind) => kind >= K.FirstAssignment && kind <= K.LastAssignment;

function kindOf(node) {
  switch (node.kind) {
    case K.StringLiteral: return 'string';
    case K.NumericLiteral: return 'number';
    case K.BigIntLiteral: return 'bigint';
    case K.NoSubstitutionTemplateLiteral:
    case K.TemplateExpression: return 'template';
    case K.TaggedTemplateExpression: return 'tagged';
    case K.RegularExpressionLiteral: return 'regexp';
    case K.Identifier: return 'name';
    case K.ThisKeyword: return 'this';
    case K.TrueKeyword:
    case K.FalseKeyword: return 'boolean';
    case K.NullKeyword: return 'null';
    case K.CallExpression: return 'call';
    case K.NewExpression: return 'new';
    case K.PropertyAccessExpression: return 'member';
    case K.ElementAccessExpression: return 'index';
    case K.ArrowFunction:
    case K.FunctionExpression:
    case K.FunctionDeclaration:
    case K.MethodDeclaration:
    case K.Constructor:
    case K.GetAccessor:
    case K.SetAccessor: return 'function';
    case K.ClassDeclaration:
    case K.ClassExpression: return 'class';
    case K.ObjectLiteralExpression:
    case K.ObjectBindingPattern: return 'object';
    case K.ArrayLiteralExpression:
    case K.ArrayBindingPattern: return 'array';
    case K.BinaryExpression: {
      const operator = node.operatorToken.kind;
      return assignment(operator) || operator === K.CommaToken ? undefined : 'binary';
    }
    case K.PrefixUnaryExpression:
      return node.operator === K.PlusPlusToken || node.operator === K.MinusMinusToken ? 'update' : 'unary';
    case K.PostfixUnaryExpression: return 'update';
    case K.TypeOfExpression:
    case K.VoidExpression:
    case K.DeleteExpression: return 'unary';
    case K.AwaitExpression: return 'await';
    case K.YieldExpression: return 'yield';
    case K.ConditionalExpression: return 'conditional';
    case K.JsxElement:
    case K.JsxSelfClosingElement:
    case K.JsxFragment: return 'element';
    case K.IfStatement: return 'if';
    case K.ForStatement: return 'for';
    case K.ForInStatement: return 'forIn';
    case K.ForOfStatement: return 'forOf';
    case K.WhileStatement: return 'while';
    case K.DoStatement: return 'do';
    case K.ReturnStatement: return 'return';
    case K.ThrowStatement: return 'throw';
    case K.TryStatement: return 'try';
    case K.SwitchStatement: return 'switch';
    case K.CaseClause:
    case K.DefaultClause: return 'case';
    case K.VariableDeclaration: return 'variable';
    case K.EnumDeclaration: return 'enum';
    case K.ModuleDeclaration: return 'namespace';
    case K.LabeledStatement: return 'label';
    case K.QualifiedName: return 'member';
    default: return undefined;
  }
}

/** The children that our tree has too: names of members are text there, and not nodes. */
function children(node) {
  const list = [];
  const skip = new Set();
  switch (node.kind) {
    case K.PropertyAccessExpression:
    case K.PropertyAssignment:
    case K.PropertyDeclaration:
    case K.MethodDeclaration:
    case K.GetAccessor:
    case K.SetAccessor:
    case K.EnumMember:
      if (node.name.kind !== K.ComputedPropertyName) skip.add(node.name);
      break;
    case K.CatchClause:
      return node.variableDeclaration ? [node.variableDeclaration.name, node.block] : [node.block];
    case K.BindingElement:
    case K.ImportSpecifier:
      if (node.propertyName && node.propertyName.kind !== K.ComputedPropertyName) skip.add(node.propertyName);
      break;
    case K.QualifiedName:
      return [node.left];
    case K.ExportSpecifier:
    case K.NamespaceExport:
      return [];
    case K.JsxAttribute:
    case K.JsxOpeningElement:
    case K.JsxSelfClosingElement:
      skip.add(node.name ?? node.tagName);
      break;
    case K.JsxElement:
      skip.add(node.closingElement);
      break;
  }
  ts.forEachChild(node, (child) => {
    if (!skip.has(child)) list.push(child);
  });
  return list;
}

/** Counts with sums over the places; the same as TreeSummary. */
export function summarize(file, log) {
  const parts = {};
  const open = [file];
  while (open.length > 0) {
    const node = open.pop();
    if (isLeftOut(node)) continue;
    const kind = kindOf(node);
    if (kind) {
      const inDotted = kind === 'namespace' && node.body?.kind === K.ModuleDeclaration;
      if (!inDotted) {
        const atEnd = kind === 'function' || kind === 'enum' || kind === 'namespace';
        const start = atEnd ? node.end : node.getStart(file);
        log?.push(`${kind} ${start} ${node.end}`);
        const part = (parts[kind] ??= [0, 0]);
        part[0]++;
        part[1] = (part[1] + Math.imul(start, 31) + Math.imul(node.end, 17)) >>> 0;
      }
    }
    open.push(...children(node));
  }
  return parts;
}
