import type { FactBody } from '../../../src/core/fact.ts';
import type { Softening, ToolRun } from '../../../src/core/facts/pipeline.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { TextFile } from '../../../src/parse/text-file.ts';
import { folderOf } from '../package-scripts/package-scripts.ts';
import { CALL_TOOLS, PLAIN_SHELL, toolRunsIn } from '../tool-runs.ts';

export const makefile = defineDetector({
  id: 'makefile',
  title: 'Makefile targets',
  kind: 'pipeline',
  docs: 'https://www.gnu.org/software/make/manual/make.html',
  reads: 'text',
  files: ['**/Makefile', '**/makefile', '**/GNUmakefile', '**/*.mk'],
  roles: ['product', 'test'],
  emits: ['script'],
  limits: [
    'Pattern rules, included files, conditionals, functions and `.ONESHELL` are not evaluated; variables set once with literal text are.',
  ],
  version: 2,
  detect: file => {
    const targets = targetsOf(file);
    const [first] = targets;
    const ignored = ignoredTargets(file.lines);
    const script = (target: Target, name: string): FactBody => scriptOf(file, target, name, ignored(target.name));
    // A call without a target runs the first one.
    return first ? [script(first, ''), ...targets.map(target => script(target, target.name))] : [];
  },
});

type Target = {
  readonly name: string;
  readonly line: number;
  readonly needs: readonly string[];
  readonly recipe: readonly { readonly line: number; readonly text: string }[];
};

/** Characters of a rule or recipe line, with its continuations; a longer one is not read. */
const LONGEST = 5_000;

function targetsOf(file: TextFile): readonly Target[] {
  const variables = variablesOf(file.lines);
  const targets: { name: string; line: number; needs: readonly string[]; recipe: { line: number; text: string }[] }[] =
    [];
  let current: typeof targets = [];
  for (let index = 0; index < file.lines.length; index++) {
    const start = index;
    let text = file.lines[index] ?? '';
    while (text.endsWith('\\') && text.length < LONGEST && index + 1 < file.lines.length)
      text = `${text.slice(0, -1)} ${(file.lines[++index] ?? '').trim()}`;
    if (text.startsWith('\t')) {
      for (const target of current) target.recipe.push({ line: start + 1, text: expand(text.trim(), variables) });
      continue;
    }
    const rule =
      text.length > LONGEST
        ? null
        : /^([A-Za-z0-9_./ -]+?)\s*::?(?![=:])\s*([^=;#]*)(?:;(.*))?(?:#.*)?$/.exec(expand(text, variables));
    if (!rule) {
      if (text.trim() !== '' && !text.trimStart().startsWith('#')) current = [];
      continue;
    }
    const needs = (rule[2] ?? '').split(/\s+/).filter(need => need !== '' && need !== '|');
    const names = (rule[1] ?? '').split(/\s+/).filter(name => name !== '');
    current = names
      .filter(name => !name.startsWith('.'))
      .map(name => ({
        name,
        line: start + 1,
        needs,
        recipe: rule[3] === undefined ? [] : [{ line: start + 1, text: rule[3].trim() }],
      }));
    targets.push(...current);
  }
  return targets;
}

type Ignoring = { readonly line: number; readonly what: string };

/** Which targets' failures make ignores throughout. Source: GNU make, Special Built-in Target Names; Options/Recursion. */
function ignoredTargets(lines: readonly string[]): (target: string) => Ignoring | undefined {
  const found = lines.flatMap((text, index): readonly (Ignoring & { readonly targets: readonly string[] })[] => {
    const line = index + 1;
    const special = text.length > LONGEST ? null : /^\.IGNORE\s*::?([^#]*)/.exec(text);
    if (special) {
      const targets = (special[1] ?? '').split(/\s+/).filter(name => name !== '');
      return [{ line, what: '`.IGNORE` makes make ignore failures', targets }];
    }
    const isFlag =
      text.length <= LONGEST &&
      /^(?:export\s+)?MAKEFLAGS\s*[:+?]{0,2}=(?:.*\s)?(?:-[a-zA-Z]*i|--ignore-errors|i)(?:\s|$)/.test(text);
    return isFlag ? [{ line, what: '`MAKEFLAGS` makes make ignore failures', targets: [] }] : [];
  });
  return target => found.find(({ targets }) => targets.length === 0 || targets.includes(target));
}

/** Variables with literal text; one that is set twice is not known. */
function variablesOf(lines: readonly string[]): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  const repeated = new Set<string>();
  for (const line of lines) {
    const match = /^(?:export\s+)?([A-Za-z_]\w*)\s*(?::|::|\?)?=\s*(.*)$/.exec(line);
    if (match?.[1] === undefined) continue;
    if (variables.has(match[1])) repeated.add(match[1]);
    variables.set(match[1], (match[2] ?? '').trim());
  }
  for (const name of repeated) variables.delete(name);
  return variables;
}

/** Variables inside variables beyond this are left as written. */
const EXPANSIONS = 5;

function expand(text: string, variables: ReadonlyMap<string, string>): string {
  let expanded = text;
  for (let round = 0; round < EXPANSIONS && expanded.length < 10_000; round++) {
    const next = expanded.replaceAll(/\$[({]([A-Za-z_]\w*)[)}]/g, (whole, name: string) =>
      name === 'MAKE' ? 'make' : (variables.get(name) ?? whole),
    );
    if (next === expanded) break;
    expanded = next;
  }
  return expanded;
}

function scriptOf(file: TextFile, target: Target, name: string, ignoring: Ignoring | undefined): FactBody {
  const folder = folderOf(file.path);
  const at = lineAt(file, target.line, target.name);
  const needs = target.needs.map((need): ToolRun => ({
    at,
    activity: 'call',
    tool: CALL_TOOLS.make,
    blocking: 'yes',
    softened: [],
    skippable: false,
    folder,
    targets: [],
    hasCredentials: false,
    isApiAware: false,
    call: { runner: 'make', name: need, folder },
  }));
  const steps = target.recipe.flatMap(({ line, text }) => {
    const sign = /^[@+-]*/.exec(text)?.[0] ?? '';
    // `$$` is a dollar sign for the shell.
    const script = text.slice(sign.length).replaceAll('$$', '$');
    const place = (start: number, end: number): Softening['at'] => lineAt(file, line, script.slice(start, end));
    const runs = toolRunsIn({
      text: script,
      options: PLAIN_SHELL,
      folder,
      place,
      hasCredentials: false,
      secretNames: new Set(),
    });
    const ignored: Softening[] = [];
    if (sign.includes('-'))
      ignored.push({
        at: lineAt(file, line, text.slice(0, 40)),
        what: 'a leading `-` makes make ignore the failure',
      });
    if (ignoring) ignored.push({ at: lineAt(file, ignoring.line, ''), what: ignoring.what });
    if (ignored.length === 0) return runs;
    return runs.map((run): ToolRun => ({ ...run, blocking: 'no', softened: [...run.softened, ...ignored] }));
  });
  return { kind: 'script', at, runner: 'make', name, folder, steps: [...needs, ...steps] };
}

/** A part of a recipe where it stands in its line; the line when it is not there as written. */
function lineAt(file: TextFile, line: number, part: string): Softening['at'] {
  const text = file.lines[line - 1] ?? '';
  const found = text.indexOf(part);
  const column = found >= 0 ? found : text.length - text.trimStart().length;
  const length = found >= 0 ? part.length : text.trim().length;
  return { file: file.path, line, column: column + 1, endLine: line, endColumn: column + 1 + length };
}
