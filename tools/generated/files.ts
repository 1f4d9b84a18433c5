/** Everything that is generated, as text: written by `npm run generate`, compared by its `--check`. */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Detector } from '../../src/detector.ts';
import { activitiesMarkdown, detectorsMarkdown } from './docs.ts';
import { declaredDetectors, registryText } from './registry.ts';
import { auditSchemaText, reportSchemaText } from './schema.ts';

export type GeneratedFile = { readonly path: string; readonly text: string };

export async function generatedFiles(root: string): Promise<readonly GeneratedFile[]> {
  const declared = declaredDetectors(root);
  const detectors = await Promise.all(declared.map(({ file, name }) => loadDetector(root, file, name)));
  return [
    { path: 'detectors/index.ts', text: registryText(declared) },
    { path: 'docs/detectors.md', text: detectorsMarkdown(detectors) },
    { path: 'docs/activities.md', text: activitiesMarkdown(root) },
    { path: 'schema/audit.schema.json', text: auditSchemaText() },
    { path: 'schema/report.schema.json', text: reportSchemaText() },
  ];
}

/** Paths of generated files that are missing or differ from what would be written now. */
export async function staleFiles(root: string): Promise<readonly string[]> {
  const files = await generatedFiles(root);
  return files.filter(({ path, text }) => currentText(root, path) !== text).map(({ path }) => path);
}

export function currentText(root: string, path: string): string | undefined {
  try {
    return readFileSync(`${root}/${path}`, 'utf8');
  } catch {
    // Not there yet: as stale as can be.
    return undefined;
  }
}

async function loadDetector(root: string, file: string, name: string): Promise<Detector> {
  const module = (await import(pathToFileURL(`${root}/${file}`).href)) as { readonly [name: string]: unknown };
  // `registry.ts` found the name behind `defineDetector(`, whose result is a detector.
  return module[name] as Detector;
}
