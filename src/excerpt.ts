/** Lines of the scanned tree as they are shown and stored. */
import type { Evidence } from './core/evidence.ts';
import type { Location } from './core/location.ts';
import type { Tree } from './core/tree.ts';
import { redactExcerpt } from './core/redact.ts';
import { decodeText } from './decode-text.ts';

const EXCERPT_LENGTH = 160;

/** A line as evidence: without indentation, secrets redacted and spans that hold one, control characters gone, shortened. */
export function excerptOf(lines: readonly string[], line: number, hidden: readonly Location[] = []): string {
  const text = withoutSpans((lines[line - 1] ?? '').slice(0, 2_000), line, hidden).trim();
  // eslint-disable-next-line no-control-regex -- control characters are what is removed here.
  const clean = redactExcerpt(text).replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+/g, ' ');
  return clean.length > EXCERPT_LENGTH ? `${clean.slice(0, EXCERPT_LENGTH - 1)}…` : clean;
}

function withoutSpans(text: string, line: number, hidden: readonly Location[]): string {
  const spans = hidden.filter(at => at.line <= line && at.endLine >= line).toSorted((a, b) => b.column - a.column);
  return spans.reduce((rest, at) => {
    const start = at.line === line ? at.column - 1 : 0;
    const end = at.endLine === line ? at.endColumn - 1 : rest.length;
    return `${rest.slice(0, start)}[redacted]${rest.slice(end)}`;
  }, text);
}

/** Gives every fact of the evidence that was found without its line the line it points at. */
export function withExcerpts(tree: Tree, evidence: readonly Evidence[]): readonly Evidence[] {
  const lines = new Map<string, readonly string[]>();
  const linesOf = (file: string): readonly string[] => {
    const known = lines.get(file);
    if (known) return known;
    const content = tree.read(file);
    const read = content.kind === 'bytes' ? decodeText(content.bytes).text.split(/\r\n|\r|\n/) : [];
    lines.set(file, read);
    return read;
  };
  return evidence.map(item =>
    item.facts.every(fact => fact.excerpt !== '')
      ? item
      : {
          ...item,
          facts: item.facts.map(fact =>
            fact.excerpt === '' ? { ...fact, excerpt: excerptOf(linesOf(fact.at.file), fact.at.line) } : fact,
          ),
        },
  );
}
