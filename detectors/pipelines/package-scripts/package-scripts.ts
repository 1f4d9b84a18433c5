import { z } from 'zod';
import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import { scalarPlace } from '../scalar-place.ts';
import { PLAIN_SHELL, toolRunsIn } from '../tool-runs.ts';

export const packageScripts = defineDetector({
  id: 'package-scripts',
  title: 'Scripts of package.json',
  kind: 'pipeline',
  docs: 'https://docs.npmjs.com/cli/using-npm/scripts',
  reads: 'data',
  files: ['**/package.json'],
  roles: ['product', 'test'],
  words: ['"scripts"'],
  emits: ['script'],
  limits: [
    'Arguments that a caller adds behind `--` are not passed on.',
    'Scripts of task runners other than the package manager (just, task, wireit) are not read.',
  ],
  version: 1,
  detect: file =>
    file.documents.flatMap(document => {
      const manifest = Manifest.safeParse(document.value).data;
      const folder = folderOf(file.path);
      return Object.entries(manifest?.scripts ?? {}).flatMap(([name, text]): readonly FactBody[] => {
        if (typeof text !== 'string') return [];
        const place = scalarPlace(file, document, ['scripts', name], text);
        const steps = toolRunsIn({
          text,
          options: PLAIN_SHELL,
          folder,
          place,
          hasCredentials: false,
          secretNames: new Set(),
        });
        return [
          {
            kind: 'script',
            at: document.locate(['scripts', name]),
            runner: 'npm',
            name,
            folder,
            ...(manifest?.name === undefined ? {} : { package: manifest.name }),
            steps,
          },
        ];
      });
    }),
});

const Manifest = z.object({
  name: z.string().optional().catch(undefined),
  scripts: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

/** The folder of a file, from the root of the tree; `.` for the root itself. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : path.slice(0, slash);
}
