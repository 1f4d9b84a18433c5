/** The way in which tests of the linker speak: source files in, one line for each operation out. */
import { DETECTORS } from '../../detectors/index.ts';
import { collectFacts } from '../../src/collect.ts';
import type { CodeOperation } from '../../src/core/operation.ts';
import type { ClassifiedFile, Component } from '../../src/core/tree.ts';
import { linkCode } from '../../src/link-code.ts';
import type { Linked } from '../../src/link/link.ts';
import { memoryTree } from './memory-tree.ts';

export type Sources = Readonly<Record<string, string>>;

/** Files that are all product code of one component, read by the real front end and the real detectors, and linked. */
export async function linked(sources: Sources): Promise<Linked> {
  const tree = memoryTree(sources);
  const files = Object.keys(sources)
    .toSorted()
    .map((path): ClassifiedFile => ({ path, role: 'product', component: '.', size: sources[path]?.length ?? 0 }));
  const program = DETECTORS.filter(
    ({ kind, emits }) => kind === 'framework' || kind === 'guard' || emits.includes('service'),
  );
  const collected = await collectFacts({ tree, files, detectors: program });
  const components: readonly Component[] = [
    {
      id: '.',
      path: '.',
      name: 'app',
      manifests: [],
      languages: ['javascript'],
      dependencies: dependenciesIn(sources),
      developmentDependencies: [],
    },
  ];
  return linkCode(tree, files, components, collected.facts, collected.modules);
}

/**
 * `GET /api/v1/users/{id} required jwt`: method, path, status and mechanisms of every operation, in the linker's order;
 * then `if …` for an operation under a condition, and `unresolved` for one whose path or place is not known.
 */
export async function linkOf(sources: Sources): Promise<readonly string[]> {
  return (await linked(sources)).operations.map(lineOf);
}

/** `GET /users: reason` for every operation. */
export async function reasonsOf(sources: Sources): Promise<readonly string[]> {
  return (await linked(sources)).operations.map(
    ({ method, path, auth }) => `${method} ${path} ${auth.status}: ${auth.reason}`,
  );
}

/** `code file:line` of everything that could not be followed. */
export async function notesOf(sources: Sources): Promise<readonly string[]> {
  return (await linked(sources)).diagnostics.map(({ code, at }) => `${code} ${at.file}:${at.line}`);
}

/** The status of the only operation of an Express application whose route stands behind a guard, as `required jwt`. */
export async function statusBehind(guard: string): Promise<string> {
  const lines = await linkOf({
    'app.js': `const express = require('express');\nconst app = express();\n${guard}\napp.get('/x', guard, (req, res) => res.json({}));\n`,
  });
  const own = lines.filter(line => line.startsWith('GET /x '));
  return own.length === 1 ? (own[0] ?? '').slice('GET /x '.length) : lines.join('; ');
}

function lineOf({ method, path, auth, conditional, unresolved }: CodeOperation): string {
  const words = [method, path, auth.status, ...auth.mechanisms];
  if (conditional !== undefined) words.push(`if ${conditional}`);
  if (unresolved !== undefined) words.push('unresolved');
  return words.join(' ');
}

function dependenciesIn(sources: Sources): readonly string[] {
  // The tests write these manifests themselves.
  const manifest = JSON.parse(sources['package.json'] ?? '{}') as {
    readonly dependencies?: Readonly<Record<string, string>>;
  };
  return Object.keys(manifest.dependencies ?? {});
}
