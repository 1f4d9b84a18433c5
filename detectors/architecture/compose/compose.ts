import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { DataFile } from '../../../src/parse/data-file.ts';
import { isRecord, isTemplated, recordOf, textOf } from '../../governance/data-values.ts';

export const compose = defineDetector({
  id: 'docker-compose',
  title: 'Compose services',
  kind: 'architecture',
  docs: 'https://docs.docker.com/reference/compose-file/',
  reads: 'data',
  files: ['**/{docker-,}compose*.{yaml,yml}', '**/*.compose.{yaml,yml}'],
  words: ['services:'],
  emits: ['artefact'],
  limits: ['Only services that are built from the tree are read; `extends` and merged files are not followed.'],
  version: 1,
  detect: (file: DataFile): readonly FactBody[] =>
    file.documents.flatMap(document => {
      const built = Object.entries(recordOf(recordOf(document.value)['services'])).flatMap(([name, value]) =>
        buildOf(name, recordOf(value)['build'], file.path),
      );
      return built.map(({ name, folder, recipe }): FactBody => {
        // One folder with several recipes gives different images; which of them is the component is not known.
        const isOnly = built.every(other => other.folder !== folder || other.recipe === recipe);
        return {
          kind: 'artefact',
          artefact: 'service-exposure',
          at: document.locate(['services', name, 'build']),
          what: 'container',
          name,
          ...(isOnly ? { builds: folder } : {}),
          ...(isForTests(file.path) || isForTests(recipe)
            ? { rejected: [{ rule: 'G2', why: 'it is built for tests' }] }
            : {}),
        };
      });
    }),
});

type Build = { readonly name: string; readonly folder: string; readonly recipe: string };

function buildOf(name: string, build: unknown, file: string): readonly Build[] {
  const context = textOf(isRecord(build) ? (build['context'] ?? '.') : build);
  const recipe = textOf(recordOf(build)['dockerfile']) ?? 'Dockerfile';
  // In a workspace the context is the root, and the recipe stands in the folder of what it builds.
  const below = recipe.slice(0, Math.max(0, recipe.lastIndexOf('/')));
  const folder =
    context === undefined || isTemplated(context) || isTemplated(recipe)
      ? undefined
      : inFolder(file, `${context}/${below}`);
  return folder === undefined ? [] : [{ name, folder, recipe }];
}

/** `docker-compose.test.yaml`, `e2e.Dockerfile`, `Dockerfile.ci`. */
export function isForTests(path: string): boolean {
  return /(?:^|[._-])(?:test|tests|e2e|ci)(?=[._-]|$)/i.test(path.slice(path.lastIndexOf('/') + 1));
}

/** A folder relative to the file, `.` for the root; undefined when it lies outside the tree or is a repository's URL. */
function inFolder(file: string, context: string): string | undefined {
  if (context.includes('://') || context.startsWith('/') || context.startsWith('git@')) return undefined;
  const parts = file.split('/').slice(0, -1);
  for (const part of context.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.length === 0 ? '.' : parts.join('/');
}
