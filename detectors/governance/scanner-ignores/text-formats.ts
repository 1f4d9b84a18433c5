/** Ignore lists in plain text, TOML and XML. Sources: the documentation of each scanner. */
import type { TextFile } from '../../../src/parse/text-file.ts';
import { dateIn } from '../markdown.ts';
import { isPlaceholderOwner } from '../placeholder.ts';
import type { Ignored } from './scanner-ignores.ts';

/** `start` and `end` are the offsets of the first entry. */
type Found = {
  readonly tool: string;
  readonly findings: readonly Ignored[];
  readonly start: number;
  readonly end: number;
};

export function ignoredByText(name: string, file: TextFile): Found | undefined {
  if (name === '.trivyignore') return byLine(file, 'trivy');
  if (name === '.gitleaksignore') return byLine(file, 'gitleaks');
  if (name === 'osv-scanner.toml') return byBlock(file);
  if (name === 'audit.toml') return byList(file);
  if (name.endsWith('.xml')) return byElement(file);
  return byRule(file);
}

/** What is read of a line: none is longer that people wrote. */
const LINE = 2_000;
/** Words that a reason has at least. */
const LEAST_WORDS = 2;

function finding(reason: string, expires: string | undefined): Ignored {
  const owner =
    /\bowner\s{0,5}[:=]\s{0,5}(\S{1,100})/i.exec(reason)?.[1] ?? /(?:^|\s)(@[\w/-]{1,100})/.exec(reason)?.[1];
  const words = reason.split(/\s+/).filter(word => /[A-Za-z]{2}/.test(word) && !/^(?:todo|tbd|fixme)\b/i.test(word));
  return {
    hasReason: words.length >= LEAST_WORDS,
    hasOwner: owner !== undefined && !isPlaceholderOwner(owner),
    ...(expires === undefined ? {} : { expires }),
  };
}

/** One entry a line; a comment on it, or in the lines right above, says why. `exp:2026-01-31` is Trivy's end. */
function byLine(file: TextFile, tool: string): Found | undefined {
  const findings: Ignored[] = [];
  let comment: string[] = [];
  let first: { readonly start: number; readonly end: number } | undefined;
  let offset = 0;
  for (const line of file.lines) {
    const text = line.slice(0, LINE);
    const [entry = '', ...said] = text.split('#');
    const trimmed = entry.trim();
    if (trimmed === '') comment = text.trim() === '' ? [] : [...comment, said.join('#')];
    else {
      const start = offset + entry.indexOf(trimmed);
      first ??= { start, end: start + trimmed.length };
      findings.push(finding([...comment, said.join('#')].join(' '), dateIn(/\bexp:(\S+)/.exec(trimmed)?.[1] ?? '')));
      comment = [];
    }
    offset += line.length + (file.text.startsWith('\r\n', offset + line.length) ? 2 : 1);
  }
  return first && { tool, findings, ...first };
}

/** `[[IgnoredVulns]]` with `id`, `ignoreUntil` and `reason`. */
function byBlock({ text }: TextFile): Found | undefined {
  const heads = [...text.matchAll(/^\[\[(?:IgnoredVulns|PackageOverrides)\]\]/gm)];
  const [first] = heads;
  if (!first) return undefined;
  const findings = heads.map((head, index) => {
    const block = text.slice(head.index, heads[index + 1]?.index).slice(0, LINE);
    const reason = /^[ \t]{0,20}reason[ \t]{0,20}=[ \t]{0,20}["']([^"'\n]*)/m.exec(block)?.[1] ?? '';
    const until = /^[ \t]{0,20}(?:ignoreUntil|effectiveUntil)[ \t]{0,20}=[ \t]{0,20}["']?(\d{4}-\d{2}-\d{2})/m.exec(
      block,
    );
    return finding(reason, until?.[1]);
  });
  return { tool: 'osv-scanner', findings, start: first.index, end: first.index + first[0].length };
}

/** `ignore = ["RUSTSEC-2024-0001"]` of cargo-audit; comments behind the entries say why. */
function byList({ text }: TextFile): Found | undefined {
  const list = /^ignore[ \t]{0,20}=[ \t]{0,20}\[([^\]]{0,20000})\]/m.exec(text);
  if (!list) return undefined;
  const findings = (list[1] ?? '')
    .split('\n')
    .flatMap(line =>
      [...line.replace(/#.*$/, '').matchAll(/["'][\w-]{1,60}["']/g)].map(() =>
        finding(line.slice(0, LINE).split('#').slice(1).join('#'), undefined),
      ),
    );
  return { tool: 'cargo-audit', findings, start: list.index, end: list.index + 'ignore'.length };
}

/** `<suppress until="2026-01-31Z"><notes>…</notes>…</suppress>` of Dependency-Check. */
function byElement({ text }: TextFile): Found | undefined {
  if (!/<suppressions\b/.test(text)) return undefined;
  const heads = [...text.matchAll(/<suppress\b([^>]{0,500})>/g)];
  const [first] = heads;
  if (!first) return undefined;
  const findings = heads.map((head, index) => {
    const block = text.slice(head.index, heads[index + 1]?.index).slice(0, LINE);
    const notes = /<notes>([\s\S]{0,1000}?)<\/notes>/.exec(block)?.[1] ?? '';
    // What the tool's report fills in for the reader to replace is the name of the file.
    const said = notes.replace(/<!\[CDATA\[|\]\]>/g, '').replace(/^\s*file name:.*$/m, '');
    return finding(said, /\buntil="(\d{4}-\d{2}-\d{2})/.exec(head[1] ?? '')?.[1]);
  });
  return { tool: 'dependency-check', findings, start: first.index, end: first.index + '<suppress'.length };
}

/** `10011 IGNORE (Cookie Without Secure Flag)`: in brackets stands the name of the rule, behind it what somebody says. */
function byRule(file: TextFile): Found | undefined {
  const rows = [...file.text.matchAll(/^(\d{1,6})\t+IGNORE\b[ \t]*([^\n]{0,500})/gm)];
  const [first] = rows;
  if (!first) return undefined;
  const findings = rows.map(row => finding((row[2] ?? '').replace(/^\([^)]{0,200}\)/, '').trim(), undefined));
  return { tool: 'zap', findings, start: first.index, end: first.index + (first[1] ?? '').length };
}
