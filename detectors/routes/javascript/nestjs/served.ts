import type { CallExpr } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { nodesIn } from '../values.ts';

/** Members by which an application is a container of providers, and by which it ends. Source: NestJS, Standalone applications. */
const OF_CONTAINER: ReadonlySet<string> = new Set([
  'get',
  'resolve',
  'select',
  'registerRequestByContextId',
  'useLogger',
  'flushLogs',
  'enableShutdownHooks',
  'close',
]);

/**
 * Whether an application is made for its container alone, as migrations and scripts do: `const app = await
 * NestFactory.create(AppModule); app.get(Service)`.
 *
 * That is said only of one that is held by a name of its own, whose every use in the file is a member of the container.
 * One that is passed on, returned, exported or assigned may be served elsewhere.
 */
export function isNeverServed(file: ProgramFile, call: CallExpr): boolean {
  const name = nameOf(file, call);
  if (name === undefined || file.module.exports.some(binding => binding.kind === 'local' && binding.local === name)) {
    return false;
  }
  let uses = 0;
  let ofContainer = 0;
  for (const node of nodesIn(file.module)) {
    if (isNameNode(node, name)) uses++;
    if (node['kind'] === 'member' && isNameNode(node['of'], name) && OF_CONTAINER.has(String(node['name'])))
      ofContainer++;
  }
  // The declaration itself is one use: its pattern is a name as well. One that is not used at all serves nobody either.
  return uses === ofContainer + 1;
}

/** The name that a declaration gives to the value of a call; undefined where another declaration has it too. */
function nameOf(file: ProgramFile, call: CallExpr): string | undefined {
  const declared: string[] = [];
  let own: string | undefined;
  for (const node of nodesIn(file.module.body)) {
    const pattern = node['pattern'];
    if (node['kind'] !== 'declare' || !isNameNode(pattern)) continue;
    const name = String(pattern['name']);
    declared.push(name);
    if (node['value'] === call) own = name;
  }
  return own !== undefined && declared.filter(name => name === own).length === 1 ? own : undefined;
}

type NameNode = { readonly [field: string]: unknown };

function isNameNode(node: unknown, name?: string): node is NameNode {
  if (typeof node !== 'object' || node === null) return false;
  const { kind, name: own } = node as NameNode;
  return kind === 'name' && (name === undefined || own === name);
}
