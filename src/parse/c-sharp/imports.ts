import type { ImportBinding } from '../../core/program.ts';
import { placeOf } from '../syntax/source.ts';
import { childNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { type CSharpSource, nameText } from './source.ts';

export type Imports = {
  /** Types that go by another name (`using Foo = A.B.C;`). */
  readonly aliases: readonly ImportBinding[];
  /** Where a name that is declared nowhere may come from, in the order in which one looks. */
  readonly candidates: readonly string[];
};

/**
 * The namespaces of a file and those around them come first, then those that it uses, then those that every file of a web project
 * uses. What other files of the project use for all of them is known to the resolver. Source: C# reference, `using` directive;
 * .NET SDK, implicit using directives.
 */
export function importsOf(source: CSharpSource, root: SyntaxNode): Imports {
  const own: string[] = [];
  const used: string[] = [];
  const aliases: ImportBinding[] = [];
  const open: { readonly node: SyntaxNode; readonly around: string }[] = [{ node: root, around: '' }];
  for (let next = open.pop(); next; next = open.pop()) {
    let { around } = next;
    for (const node of next.node.children) {
      if (node.type === 'using_directive') {
        const alias = childNamed(node, 'name');
        const path = pathOf(source, node, alias);
        if (alias) aliases.push(aliasOf(source, node, alias, path));
        else if (path.length > 0) used.push(path.join('.'));
      } else if (node.type === 'file_scoped_namespace_declaration') {
        around = namespaceOf(source, node, around);
        own.push(around);
        open.push({ node, around });
      } else if (node.type === 'namespace_declaration') {
        const name = namespaceOf(source, node, around);
        own.push(name);
        open.push({ node: childNamed(node, 'body') ?? node, around: name });
      }
    }
  }
  const candidates = [...own.slice(0, NAMESPACES).flatMap(chainOf), '', ...used, ...IMPLICIT];
  return { aliases, candidates: [...new Set(candidates)] };
}

const IMPLICIT: readonly string[] = [
  'System',
  'System.Collections.Generic',
  'System.IO',
  'System.Linq',
  'System.Net.Http',
  'System.Net.Http.Json',
  'System.Threading',
  'System.Threading.Tasks',
  'Microsoft.AspNetCore.Builder',
  'Microsoft.AspNetCore.Hosting',
  'Microsoft.AspNetCore.Http',
  'Microsoft.AspNetCore.Routing',
  'Microsoft.Extensions.Configuration',
  'Microsoft.Extensions.DependencyInjection',
  'Microsoft.Extensions.Hosting',
  'Microsoft.Extensions.Logging',
];

/** Stands before namespaces whose extension methods are meant: static methods that are called on their first argument. */
export const EXTENSIONS = 'this:';

/** Names in one namespace, and namespaces of one file, whose members are looked for. */
const PARTS = 20;
const NAMESPACES = 50;

/** `A.B.C`, `A.B`, `A`: what is declared in one of them is seen in those below. */
function chainOf(namespace: string): readonly string[] {
  const names = namespace.split('.').slice(0, PARTS);
  return names.map((_, index) => names.slice(0, names.length - index).join('.'));
}

function namespaceOf(source: CSharpSource, node: SyntaxNode, around: string): string {
  const name = childNamed(node, 'name');
  const own = name ? namesIn(source, name).join('.') : '';
  return around === '' ? own : `${around}.${own}`;
}

function aliasOf(source: CSharpSource, node: SyntaxNode, alias: SyntaxNode, path: readonly string[]): ImportBinding {
  const imported = path.at(-1) ?? '';
  const module = path.slice(0, -1).join('.');
  return { at: placeOf(source, node), local: nameText(source, alias), imported, module, isTypeOnly: false };
}

/** What is used: a namespace, or with `static` or an alias a type. */
function pathOf(source: CSharpSource, node: SyntaxNode, alias: SyntaxNode | undefined): readonly string[] {
  const written = namedChildren(node).findLast(child => child !== alias);
  return written ? namesIn(source, written) : [];
}

function namesIn(source: CSharpSource, written: SyntaxNode): readonly string[] {
  const names: string[] = [];
  let rest: SyntaxNode | undefined = written;
  while (rest) {
    if (rest.type === 'identifier' || rest.type === 'generic_name') {
      names.push(nameText(source, rest));
      break;
    }
    const name = childNamed(rest, 'name') ?? childOfType(rest, 'identifier');
    if (name) names.push(nameText(source, name));
    rest = rest.type === 'qualified_name' ? childNamed(rest, 'qualifier') : undefined;
  }
  return names.toReversed();
}
