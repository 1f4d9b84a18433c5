import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { TextFile } from '../../../src/parse/text-file.ts';

export const apiProduct = defineDetector({
  id: 'api-product',
  title: 'Change logs, portals and SDKs of an API',
  kind: 'architecture',
  docs: 'https://keepachangelog.com/en/1.1.0/',
  reads: 'text',
  files: [
    '**/CHANGELOG.md',
    '**/CHANGELOG-API.md',
    '**/api-changelog.md',
    '**/mint.json',
    '**/docs.json',
    '**/.speakeasy/workflow.yaml',
    '**/fern/generators.yml',
    '**/stainless.{yml,yaml}',
    '**/openapi-sdks.{yml,yaml}',
  ],
  roles: ['product', 'documentation'],
  emits: ['artefact'],
  limits: ['A change log counts when an entry of it names an API, an endpoint or a path.'],
  version: 1,
  detect: (file: TextFile): readonly FactBody[] => {
    const seen = seenIn(file);
    return seen
      ? [
          {
            kind: 'artefact',
            artefact: 'api-product',
            at: file.locate(seen.start, seen.end),
            what: seen.what,
            name: file.path,
          },
        ]
      : [];
  },
});

type Seen = { readonly what: 'changelog' | 'portal' | 'sdk'; readonly start: number; readonly end: number };

function seenIn({ path, text }: TextFile): Seen | undefined {
  if (/changelog/i.test(path))
    return found(
      'changelog',
      /^[ \t]*[-*] .{0,300}?(\b(?:API|endpoints?)\b|\b(?:GET|POST|PUT|PATCH|DELETE) \/\S)/m,
      text,
    );
  if (/(mint|docs)\.json$/.test(path)) return found('portal', /"openapi"\s*:/, text);
  if (path.endsWith('workflow.yaml')) return found('sdk', /^targets:/m, text);
  return found('sdk', /^(?:groups|targets|settings):/m, text);
}

function found(what: Seen['what'], pattern: RegExp, text: string): Seen | undefined {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const word = match[1] ?? match[0];
  const start = match.index + match[0].lastIndexOf(word);
  return { what, start, end: start + word.length };
}
