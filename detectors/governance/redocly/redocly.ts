import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { DataFile } from '../../../src/parse/data-file.ts';
import { isRecord, recordOf, textOf, textsOf } from '../data-values.ts';

export const redocly = defineDetector({
  id: 'redocly',
  title: 'Redocly CLI configuration',
  kind: 'governance',
  docs: 'https://redocly.com/docs/cli/configuration',
  reads: 'data',
  files: ['**/{redocly,.redocly}.{yaml,yml}'],
  roles: ['product', 'documentation'],
  words: ['extends', 'rules', 'apis'],
  emits: ['artefact'],
  limits: [
    'Of the built-in rulesets, only the rule security-defined is known. Rules of single APIs and of plugins are not read.',
  ],
  version: 2,
  detect: (file: DataFile): readonly FactBody[] =>
    file.documents.flatMap((document): FactBody[] => {
      const root = recordOf(document.value);
      if (!isRecord(document.value) || !('extends' in root || 'rules' in root || 'apis' in root)) return [];
      // Without `extends`, the recommended rules apply.
      const bases = 'extends' in root ? textsOf(root['extends']) : ['recommended'];
      const levels = new Map<string, string>();
      for (const base of bases) {
        const level = BUILT_IN.get(base);
        if (level !== undefined) levels.set('security-defined', level);
      }
      const rules = Object.entries(recordOf(root['rules']));
      for (const [name, rule] of rules)
        levels.set(name, textOf(isRecord(rule) ? (rule['severity'] ?? 'error') : rule) ?? 'off');
      const security = [...levels].filter(([name, level]) => level !== 'off' && SECURITY.test(name));
      const switchedOff = [...levels].flatMap(([name, level]) =>
        level === 'off' && SECURITY.test(name) ? [name] : [],
      );
      const [key] = ['extends', 'rules', 'apis'].filter(name => name in root);
      return [
        {
          kind: 'artefact',
          artefact: 'lint-ruleset',
          at: document.locate(key === undefined ? [] : [key]),
          tool: 'redocly',
          extends: bases,
          activeRules: rules.filter(([name]) => levels.get(name) !== 'off').length,
          failingSecurityRules: security.filter(([, level]) => level === 'error').length,
          securityRules: security.length,
          ...(switchedOff.length > 0 ? { switchedOff: switchedOff.toSorted() } : {}),
          ...(bases.length === 0 && ![...levels.values()].includes('error') ? { neverFails: true } : {}),
        },
      ];
    }),
});

const BUILT_IN: ReadonlyMap<string, string> = new Map([
  ['recommended', 'error'],
  ['recommended-strict', 'error'],
  ['spec', 'error'],
  ['minimal', 'warn'],
]);
const SECURITY = /security|auth|scopes?-defined|4xx|https|no-http|token|api-?key/i;
