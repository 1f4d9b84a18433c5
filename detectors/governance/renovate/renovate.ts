import type { FactBody } from '../../../src/core/fact.ts';
import type { ArtefactFact } from '../../../src/core/facts/artefact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { DataFile } from '../../../src/parse/data-file.ts';
import type { TextFile } from '../../../src/parse/text-file.ts';
import { flagOf, isRecord, textsOf } from '../data-values.ts';

const DOCS = 'https://docs.renovatebot.com/configuration-options/';
const LIMITS = [
  'Presets that are extended are not read. Whether the app is installed and its changes are merged is known to the hosting platform alone.',
];

export const renovate = defineDetector({
  id: 'renovate',
  title: 'Renovate',
  kind: 'governance',
  docs: DOCS,
  reads: 'data',
  // Renovate reads these places alone, none below.
  files: ['{,.github/,.gitlab/}renovate.json', '.renovaterc', '.renovaterc.json', 'package.json'],
  emits: ['artefact'],
  limits: LIMITS,
  version: 1,
  detect: (file: DataFile): readonly FactBody[] =>
    file.documents.flatMap((document): FactBody[] => {
      const isPackage = file.path === 'package.json';
      const value = isPackage && isRecord(document.value) ? document.value['renovate'] : document.value;
      if (!isRecord(value)) return [];
      const prefix = isPackage ? ['renovate'] : [];
      const isEnabled = flagOf(value['enabled']) !== false;
      const [first] = Object.keys(value);
      const at = document.locate(
        isEnabled ? [...prefix, ...(first === undefined || isPackage ? [] : [first])] : [...prefix, 'enabled'],
      );
      return [updates(at, isEnabled, textsOf(value['enabledManagers']))];
    }),
});

export const renovateJson5 = defineDetector({
  id: 'renovate-json5',
  title: 'Renovate in JSON5',
  kind: 'governance',
  docs: DOCS,
  reads: 'text',
  files: ['{,.github/,.gitlab/}renovate.json5', '.renovaterc.json5'],
  words: ['{'],
  emits: ['artefact'],
  limits: [...LIMITS, 'JSON5 is not parsed: only the switch at the top level is looked for.'],
  version: 1,
  detect: (file: TextFile): readonly FactBody[] => {
    const brace = file.text.indexOf('{');
    if (brace < 0) return [];
    const off = topLevelSwitch(file.text, brace);
    return [
      off === undefined
        ? updates(file.locate(brace, brace + 1), true, [])
        : updates(file.locate(off.start, off.end), false, []),
    ];
  },
});

function updates(at: ArtefactFact['at'], isEnabled: boolean, ecosystems: readonly string[]): FactBody {
  return {
    kind: 'artefact',
    artefact: 'dependency-updates',
    at,
    tool: 'renovate',
    ecosystems: ecosystems.toSorted(),
    isEnabled,
    ...(isEnabled ? {} : { rejected: [{ rule: 'updates-off', why: 'enabled is false: Renovate does nothing here' }] }),
  };
}

/** The place of `enabled: false` directly in the outermost object, comments and strings passed over. */
function topLevelSwitch(text: string, start: number): { readonly start: number; readonly end: number } | undefined {
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    const char = text.charAt(index);
    if (char === '/' && (text[index + 1] === '/' || text[index + 1] === '*')) {
      const end = text[index + 1] === '/' ? text.indexOf('\n', index) : text.indexOf('*/', index);
      if (end < 0) return undefined;
      index = end;
    } else if (char === '{' || char === '[') depth++;
    else if (char === '}' || char === ']') depth--;
    else if (depth === 1 && /["'e]/.test(char)) {
      const match = /^(["']?)enabled\1\s*:\s*false\b/.exec(text.slice(index, index + 60));
      if (match && !/[\w$]/.test(text.charAt(index - 1))) return { start: index, end: index + match[0].length };
    }
    if (char === '"' || char === "'") {
      while (++index < text.length && text[index] !== char) if (text[index] === '\\') index++;
    }
  }
  return undefined;
}
