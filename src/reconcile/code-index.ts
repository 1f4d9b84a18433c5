import type { CodeOperation } from '../core/operation.ts';
import { normalisePath } from '../core/operation.ts';

/** What code registers in one component, by normalised path. */
export type CodeIndex = {
  readonly component: string;
  readonly byPath: ReadonlyMap<string, readonly CodeOperation[]>;
  /** Operations whose full path or place is not known. */
  readonly unresolved: readonly CodeOperation[];
  /** Paths below which a catch-all may serve anything. */
  readonly catchAlls: readonly { readonly prefix: string; readonly operation: CodeOperation }[];
};

export function indexCode(code: readonly CodeOperation[]): ReadonlyMap<string, CodeIndex> {
  const components = [...new Set(code.map(operation => operation.component))].toSorted();
  return new Map(
    components.map(component => [
      component,
      indexOf(
        component,
        code.filter(operation => operation.component === component),
      ),
    ]),
  );
}

function indexOf(component: string, operations: readonly CodeOperation[]): CodeIndex {
  const byPath = new Map<string, CodeOperation[]>();
  const catchAlls: { readonly prefix: string; readonly operation: CodeOperation }[] = [];
  const unresolved: CodeOperation[] = [];
  for (const operation of operations) {
    if (operation.unresolved !== undefined || operation.path.includes('{?}')) {
      unresolved.push(operation);
      continue;
    }
    const path = normalisePath(operation.path);
    byPath.set(path, [...(byPath.get(path) ?? []), operation]);
    const prefix = path.endsWith('/{*}') ? path.slice(0, -'/{*}'.length) : '';
    // A catch-all of everything is nearly always a fallback page or a "not found" handler.
    if (prefix !== '') catchAlls.push({ prefix, operation });
  }
  return { component, byPath, unresolved, catchAlls };
}

/** Code that answers a described method at a path: the method itself, every method, or GET for HEAD. */
export function codeFor(
  index: CodeIndex | undefined,
  method: string,
  normalisedPath: string,
): readonly CodeOperation[] {
  const there = index?.byPath.get(normalisedPath) ?? [];
  const own = there.filter(operation => operation.method === method || method === 'ANY');
  if (own.length > 0) return own;
  const any = there.filter(operation => operation.method === 'ANY');
  if (any.length > 0) return any;
  return method === 'HEAD' ? there.filter(operation => operation.method === 'GET') : [];
}

/** Why code may serve an operation after all although no route of it is known; undefined when nothing speaks for it. */
export function maybeServed(index: CodeIndex | undefined, method: string, normalisedPath: string): string | undefined {
  const answers = (operation: CodeOperation): boolean =>
    operation.method === 'ANY' || operation.method === method || method === 'ANY';
  const catchAll = index?.catchAlls.find(
    ({ prefix, operation }) => answers(operation) && normalisedPath.startsWith(`${prefix}/`),
  );
  if (catchAll) return `the catch-all route ${catchAll.operation.path} may serve it`;
  const open = index?.unresolved.find(operation => answers(operation) && couldBe(operation.path, normalisedPath));
  return open && `a route whose full path is not known may be it: ${open.path} (${open.at.file}:${open.at.line})`;
}

/** Whether a path that is known only from its last unknown part on could end up at another one. */
function couldBe(path: string, normalisedPath: string): boolean {
  const known = normalisePath(path.slice(path.lastIndexOf('{?}') === -1 ? 0 : path.lastIndexOf('{?}') + '{?}'.length));
  return known === '/' || normalisedPath === known || normalisedPath.endsWith(known);
}
