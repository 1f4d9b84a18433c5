import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { TextFile } from '../../../src/parse/text-file.ts';
import { bodyLines, tablesOf, titleOf } from '../markdown.ts';
import { rejectedPlaceholder } from '../placeholder.ts';
import { searchableText } from '../searchable-text.ts';

export const abuseCases = defineDetector({
  id: 'abuse-cases',
  title: 'Abuse and misuse cases',
  kind: 'governance',
  docs: 'https://cheatsheetseries.owasp.org/cheatsheets/Abuse_Case_Cheat_Sheet.html',
  reads: 'text',
  files: [
    '**/*{abuse-case,abuse_case,abusecase,misuse,evil-user}*.md',
    '**/{abuse-cases,misuse-cases}/**/*.md',
    '**/*.feature',
  ],
  roles: ['product', 'documentation', 'test'],
  words: ['buse', 'isuse', 'ttacker', 'vil user', 'malicious'],
  emits: ['artefact'],
  limits: ['Scenarios of Gherkin files count by their tags (@abuse, @misuse, @security-abuse).'],
  version: 1,
  detect: (file: TextFile): readonly FactBody[] => (file.path.endsWith('.feature') ? tagged(file) : documented(file)),
});

function tagged(file: TextFile): readonly FactBody[] {
  const scenarios = [
    ...file.text.matchAll(
      /^[ \t]{0,20}@[^\n]{0,200}?\b(?:abuse|misuse|security-abuse|evil)\b[^\n]{0,200}\n(?:[ \t]{0,20}@[^\n]{0,200}\n){0,5}[ \t]{0,20}(Scenario(?: Outline)?:[^\n]{0,300})/gm,
    ),
  ];
  const [first] = scenarios;
  if (!first) return [];
  const feature = /^[ \t]*Feature:[ \t]*([^\n]{1,200})/m.exec(file.text)?.[1]?.trim();
  const start = first.index + first[0].lastIndexOf(first[1] ?? '');
  return [
    {
      kind: 'artefact',
      artefact: 'abuse-cases',
      at: file.locate(start, start + (first[1] ?? '').trimEnd().length),
      title: feature ?? file.path,
      cases: scenarios.length,
      names: searchableText(file.text),
    },
  ];
}

function documented(file: TextFile): readonly FactBody[] {
  const lines = bodyLines(file);
  const headings = lines.filter(
    ({ text }) => /^#{2,6}\s/.test(text) && /\b(?:abuse|misuse|attacker|evil|malicious|AC-?\d+)\b/i.test(text),
  ).length;
  const items = lines.filter(({ text }) =>
    /^\s*[-*\d.]{1,4}\s+(?:\*\*)?(?:as an? (?:attacker|malicious|evil)|an attacker|a malicious|attacker)\b/i.test(text),
  ).length;
  const rows = tablesOf(file)
    .filter(({ header }) => header.some(cell => /abuse|misuse|attack/i.test(cell)))
    .reduce((sum, table) => sum + table.rows.length, 0);
  const cases = Math.max(headings, items, rows);
  if (cases === 0) return [];
  const { title, at } = titleOf(file);
  return [
    {
      kind: 'artefact',
      artefact: 'abuse-cases',
      at,
      title,
      cases,
      names: searchableText(file.text),
      ...rejectedPlaceholder(file.text),
    },
  ];
}
