import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { DataDocument, DataFile } from '../../../src/parse/data-file.ts';
import type { TextFile } from '../../../src/parse/text-file.ts';
import { isRecord, listOf, recordOf, textOf } from '../data-values.ts';
import { OWASP_RULES } from './owasp-ruleset.ts';

const DOCS = 'https://docs.stoplight.io/docs/spectral/e5b9616d6d50c-rulesets';

export const spectral = defineDetector({
  id: 'spectral',
  title: 'Rulesets of Spectral and vacuum',
  kind: 'governance',
  docs: DOCS,
  reads: 'data',
  files: ['**/.spectral.{yaml,yml,json}', '**/*{spectral,vacuum}*.{yaml,yml,json}', '**/*ruleset*.{yaml,yml,json}'],
  roles: ['product', 'documentation'],
  words: ['extends', 'rules'],
  emits: ['artefact'],
  limits: [
    'Overrides for single files are not read. Rulesets that are extended are not read, except that the rules of the OWASP ruleset are known. Functions are never run.',
    'A rule is about security when its name says so.',
  ],
  version: 2,
  detect: (file: DataFile): readonly FactBody[] => file.documents.flatMap(document => rulesetOf(file, document)),
});

export const spectralProgram = defineDetector({
  id: 'spectral-program',
  title: 'Spectral rulesets in JavaScript',
  kind: 'governance',
  docs: DOCS,
  reads: 'text',
  files: ['**/.spectral.{js,mjs,cjs,ts}'],
  roles: ['product', 'documentation'],
  emits: ['artefact'],
  limits: ['A ruleset that is a program is named and not read.'],
  version: 1,
  detect: (file: TextFile): readonly FactBody[] => [
    {
      kind: 'artefact',
      artefact: 'lint-ruleset',
      at: file.locate(0, file.lines[0]?.length ?? 0),
      tool: 'spectral',
      extends: [],
      activeRules: 0,
      failingSecurityRules: 0,
      securityRules: 0,
      rejected: [{ rule: 'not-read', why: 'the ruleset is a program, and nothing of the tree is run' }],
    },
  ],
});

type Level = 'fails' | 'reports' | 'off';

function rulesetOf({ path, text }: DataFile, document: DataDocument): readonly FactBody[] {
  const root = recordOf(document.value);
  const bases = basesOf(root['extends']);
  const rules = Object.entries(recordOf(root['rules']));
  // Other tools also have `extends` and `rules`; a ruleset of these names their bases or has rules with `given` and `then`.
  const isOurs =
    bases.some(({ name }) => /^(?:spectral|vacuum):|spectral|owasp/.test(name)) ||
    rules.some(([, rule]) => isRecord(rule) && 'given' in rule && 'then' in rule);
  if (!isOurs) return [];
  const levels = new Map<string, Level>();
  for (const { name, selection } of bases) {
    if (!/owasp/i.test(name) || selection === 'off') continue;
    for (const [rule, isError] of OWASP_RULES) levels.set(rule, isError ? 'fails' : 'reports');
  }
  let own = 0;
  for (const [name, rule] of rules) {
    const level = levelOf(rule, levels.get(name));
    levels.set(name, level);
    if (level !== 'off') own++;
  }
  const security = [...levels].filter(([name, level]) => level !== 'off' && SECURITY.test(name));
  const switchedOff = [...levels].flatMap(([name, level]) => (level === 'off' && SECURITY.test(name) ? [name] : []));
  const isAlone = bases.every(({ selection }) => selection === 'off');
  return [
    {
      kind: 'artefact',
      artefact: 'lint-ruleset',
      at: document.locate([root['extends'] === undefined ? 'rules' : 'extends']),
      tool:
        /vacuum/.test(path) || bases.some(({ name }) => name.startsWith('vacuum:')) || /^vacuum/m.test(text)
          ? 'vacuum'
          : 'spectral',
      extends: bases.filter(({ selection }) => selection !== 'off').map(({ name }) => name),
      activeRules: own,
      failingSecurityRules: security.filter(([, level]) => level === 'fails').length,
      securityRules: security.length,
      ...(switchedOff.length > 0 ? { switchedOff: switchedOff.toSorted() } : {}),
      ...(isAlone && ![...levels.values()].includes('fails') ? { neverFails: true } : {}),
    },
  ];
}

const SECURITY =
  /owasp|security|auth|oauth|jwt|token|api-?key|credential|password|https|tls|rate-?limit|injection|pii|sensitive|additional-?properties|401|403|429/i;

/** `extends: x`, `extends: [x, [y, all]]`. */
function basesOf(value: unknown): readonly { readonly name: string; readonly selection?: string }[] {
  const items = Array.isArray(value) ? value : [value];
  return items.flatMap(item => {
    const pair = Array.isArray(item) ? item : [item];
    const name = textOf(pair[0]);
    const selection = textOf(pair[1]);
    return name === undefined ? [] : [{ name, ...(selection === undefined ? {} : { selection }) }];
  });
}

/** Only `error` fails a run by default; a rule without a severity warns. Severities are words, or 0 for error to 3 for hint. */
function levelOf(rule: unknown, inherited: Level | undefined): Level {
  if (rule === false || rule === 'off' || rule === -1) return 'off';
  if (rule === true || rule === 'on') return inherited === undefined || inherited === 'off' ? 'reports' : inherited;
  const severity = isRecord(rule) ? rule['severity'] : Array.isArray(rule) ? listOf(rule)[0] : rule;
  if (severity === 'error' || severity === 0) return 'fails';
  return severity === 'off' || severity === -1 ? 'off' : 'reports';
}
