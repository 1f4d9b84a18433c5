import { defineDetector } from '../../../src/detector.ts';
import type { FactBody } from '../../../src/core/fact.ts';
import type { TextFile } from '../../../src/parse/text-file.ts';
import { isForTests } from '../compose/compose.ts';

export const container = defineDetector({
  id: 'dockerfile',
  title: 'Container image',
  kind: 'architecture',
  docs: 'https://docs.docker.com/reference/dockerfile/',
  reads: 'text',
  files: ['**/Dockerfile', '**/Dockerfile.*', '**/*.Dockerfile', '**/Containerfile'],
  words: ['FROM', 'from'],
  emits: ['artefact'],
  limits: ['That an image is built is seen, not that it is deployed.'],
  version: 1,
  detect: (file: TextFile): readonly FactBody[] => {
    const entry = /^[ \t]*(?:ENTRYPOINT|CMD)[ \t]/im.exec(file.text);
    const from = /^[ \t]*(FROM)[ \t]+\S/im.exec(file.text);
    // An image without a start command is a base for others or a tool, not a service, unless its base brings the command.
    if (!from) return [];
    const start = from.index + from[0].indexOf(from[1] ?? '');
    return [
      {
        kind: 'artefact',
        artefact: 'service-exposure',
        at: file.locate(start, start + 4),
        what: 'container',
        name: nameOf(file.path),
        ...(isForTests(file.path)
          ? { rejected: [{ rule: 'G2', why: 'it is built for tests' }] }
          : entry
            ? {}
            : { rejected: [{ rule: 'no-start-command', why: 'the image states no command of its own' }] }),
      },
    ];
  },
});

function nameOf(path: string): string {
  return path.split('/').at(-2) ?? '.';
}
