import type { FactBody } from '../../../src/core/fact.ts';
import type { Expr } from '../../../src/core/program.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../src/parse/program-file.ts';
import { dateIn } from '../markdown.ts';

export const deprecationHeader = defineDetector({
  id: 'deprecation-header',
  title: 'Deprecation and Sunset headers set in code',
  kind: 'governance',
  docs: 'https://www.rfc-editor.org/rfc/rfc9745',
  reads: 'javascript',
  files: ['**/*.{js,cjs,mjs,jsx,ts,cts,mts,tsx}'],
  words: ['eprecation', 'unset'],
  emits: ['artefact'],
  limits: [
    'Which operations the header is set for is not joined here. A header read from a response is told from one that is set by the name of the method.',
  ],
  version: 1,
  detect: (file: ProgramFile): readonly FactBody[] => file.calls.flatMap(headersOf),
});

const SETTERS: ReadonlySet<string> = new Set(['set', 'setHeader', 'header', 'append', 'addHeader']);

function headersOf({ call, name, receiver }: CallSite): readonly FactBody[] {
  if (!receiver || !SETTERS.has(name)) return [];
  const [first, second] = call.args;
  if (first?.kind === 'text' && second) return isHeader(first.value) ? [factOf(first, first.value, second)] : [];
  if (first?.kind !== 'record') return [];
  return first.entries.flatMap(entry =>
    entry.kind === 'entry' && isHeader(entry.key) ? [factOf({ at: entry.keyAt }, entry.key, entry.value)] : [],
  );
}

function isHeader(name: string): boolean {
  return /^(?:deprecation|sunset)$/i.test(name);
}

/** RFC 8594 gives the date as an HTTP date; `Deprecation` may be a structured date, `@1767225600`, which is no end of life. */
function factOf({ at }: Pick<Expr, 'at'>, name: string, value: Expr): FactBody {
  const header = name.toLowerCase();
  const sunset = header === 'sunset' && value.kind === 'text' ? dateIn(value.value) : undefined;
  return {
    kind: 'artefact',
    artefact: 'deprecation',
    at,
    what: header === 'sunset' ? 'Sunset' : 'Deprecation',
    ...(sunset === undefined ? {} : { sunset }),
    emitted: 'header',
  };
}
