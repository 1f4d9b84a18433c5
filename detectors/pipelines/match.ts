/** Finds the row of the tool table that a command, an action or an image stands for, and what its options make of it. */
import type { StepBlocking } from '../../src/core/facts/pipeline.ts';
import type { Word } from './shell/tokens.ts';
import type { Rule, Tool } from './tool.ts';
import { TOOLS } from './tools.ts';

/** Options and plain words of a command, or the inputs of an action. */
export type Arguments = {
  /** Values by option or input name, in order; an option without a value has an empty one. */
  readonly named: ReadonlyMap<string, readonly string[]>;
  readonly plain: readonly string[];
  /** Plain words that stand behind an option, which may be its value. */
  readonly behind: ReadonlyMap<string, string>;
};

/** What the options of one use make of a tool. `undefined`: this use does not run it. */
export type Verdict = { readonly blocking: StepBlocking; readonly why: string };

type Form = { readonly tool: Tool; readonly program: string; readonly words: readonly string[] };

const FORMS: ReadonlyMap<string, readonly Form[]> = formsByProgram();
const ACTIONS: ReadonlyMap<string, Tool> = new Map(
  TOOLS.flatMap(tool => (tool.uses ?? []).map(use => [use.toLowerCase(), tool] as const)),
);
const IMAGES: ReadonlyMap<string, Tool> = new Map(
  TOOLS.flatMap(tool => (tool.images ?? []).map(image => [image, tool] as const)),
);

/** Build tools whose goals may come in any order, and start with a wrapper in the repository. */
const ANY_ORDER: ReadonlySet<string> = new Set(['mvn', 'gradle']);
const PROGRAM_NAMES: ReadonlyMap<string, string> = new Map([
  ['mvnw', 'mvn'],
  ['gradlew', 'gradle'],
  ['docker-compose', 'docker-compose'],
  ['py.test', 'pytest'],
]);

function formsByProgram(): ReadonlyMap<string, readonly Form[]> {
  const forms = new Map<string, Form[]>();
  for (const tool of TOOLS) {
    for (const form of tool.run ?? []) {
      const [program = '', ...words] = form.split(' ');
      forms.set(program, [...(forms.get(program) ?? []), { tool, program, words }]);
    }
  }
  // The longest form first: `snyk code test` before `snyk test`.
  return new Map(
    [...forms].map(([program, list]) => [program, list.toSorted((a, b) => b.words.length - a.words.length)]),
  );
}

/** The name by which a program is known: without its folder, version and extension. */
export function programName(word: string): string {
  const base = word
    .slice(word.lastIndexOf('/') + 1)
    .replace(/\.(?:exe|cmd|bat)$/, '')
    .replace(/@[\w.^~-]+$/, '');
  return PROGRAM_NAMES.get(base) ?? base;
}

/** The tool that a command runs, with the words that proved it. */
export function toolOfCommand(
  words: readonly Word[],
): { readonly tool: Tool; readonly proof: readonly Word[] } | undefined {
  const [program, ...rest] = words;
  if (!program || program.isDynamic) return undefined;
  // `@scope/cli` is a package run by name: its last part names the program in all the packages that the table knows.
  const name = PACKAGE_PROGRAMS.get(program.text.replace(/(?<=.)@[\w.^~-]+$/, '')) ?? programName(program.text);
  for (const form of FORMS.get(name) ?? []) {
    const proof = matchWords(form, rest);
    if (proof) return { tool: form.tool, proof: [program, ...proof] };
  }
  return undefined;
}

/** Packages whose program has another name, for `npx package` and `go run module`. */
const PACKAGE_PROGRAMS: ReadonlyMap<string, string> = new Map([
  ['@redocly/cli', 'redocly'],
  ['@stoplight/spectral-cli', 'spectral'],
  ['@stoplight/prism-cli', 'prism'],
  ['@usebruno/cli', 'bru'],
  ['@bufbuild/buf', 'buf'],
  ['@openapitools/openapi-generator-cli', 'openapi-generator-cli'],
  ['@useoptic/optic', 'optic'],
  ['@apidevtools/swagger-cli', 'swagger-cli'],
  ['@asyncapi/cli', 'asyncapi'],
  ['@quobix/vacuum', 'vacuum'],
  ['@playwright/test', 'playwright'],
  ['@scalar/cli', 'scalar'],
  ['@apollo/rover', 'rover'],
  ['@orval/cli', 'orval'],
  ['gotest.tools/gotestsum', 'gotestsum'],
  ['golang.org/x/vuln/cmd/govulncheck', 'govulncheck'],
  ['github.com/tufin/oasdiff', 'oasdiff'],
  ['github.com/oasdiff/oasdiff', 'oasdiff'],
  ['github.com/securego/gosec/v2/cmd/gosec', 'gosec'],
]);

function matchWords(form: Form, rest: readonly Word[]): readonly Word[] | undefined {
  const proof: Word[] = [];
  let from = 0;
  for (const wanted of form.words) {
    const index = indexOf(wanted, rest, from, ANY_ORDER.has(form.program));
    const found = rest[index];
    if (!found) return undefined;
    proof.push(found);
    // Options and held words may stand anywhere; only subcommands have an order.
    if (!wanted.startsWith('-') && !wanted.startsWith('~') && !ANY_ORDER.has(form.program)) from = index + 1;
  }
  return proof;
}

function indexOf(wanted: string, rest: readonly Word[], from: number, anyOrder: boolean): number {
  if (wanted.startsWith('~')) return rest.findIndex(word => word.text.includes(wanted.slice(1)));
  if (wanted.startsWith('-')) return rest.findIndex(word => word.text === wanted || word.text.startsWith(`${wanted}=`));
  if (anyOrder) return rest.findIndex(word => word.text === wanted);
  for (let index = from; index < rest.length; index++) {
    const word = rest[index];
    if (word?.text === wanted) return index;
    // Only options, and values of options, may stand before a subcommand.
    const isOption = word?.text.startsWith('-') ?? false;
    const isValue = rest[index - 1]?.text.startsWith('-') === true && index > from;
    if (!isOption && !isValue) return -1;
  }
  return -1;
}

/** The tool of `owner/repo[/path]@ref`. */
export function toolOfAction(uses: string): Tool | undefined {
  const name = uses.replace(/@[^@]*$/, '').toLowerCase();
  return ACTIONS.get(name) ?? ACTIONS.get(name.split('/').slice(0, 2).join('/'));
}

/** The tool of a container image, whatever its registry and tag. */
export function toolOfImage(image: string): Tool | undefined {
  const name = image.replace(/@sha256:.*$/, '').replace(/:[\w.-]*$/, '');
  return IMAGES.get(name.split('/').slice(-2).join('/'));
}

export function argumentsOf(words: readonly string[]): Arguments {
  const named = new Map<string, string[]>();
  const plain: string[] = [];
  const behind = new Map<string, string>();
  words.forEach((word, index) => {
    if (!word.startsWith('-') || word === '-' || word === '--') {
      if (word !== '--') plain.push(word);
      const before = words[index - 1];
      if (before?.startsWith('-') && !before.includes('=')) behind.set(word, before);
      return;
    }
    const equals = word.indexOf('=');
    const next = words[index + 1];
    const name = equals > 0 ? word.slice(0, equals) : word;
    const value = equals > 0 ? word.slice(equals + 1) : next !== undefined && !next.startsWith('-') ? next : '';
    named.set(name, [...(named.get(name) ?? []), value]);
  });
  return { named, plain, behind };
}

/** Whether a failed check fails this use of the tool. */
export function verdictOf(tool: Tool, given: Arguments, isAction: boolean): Verdict | undefined {
  let verdict: Verdict = { blocking: tool.blocking, why: tool.why ?? '' };
  for (const rule of tool.rules ?? []) {
    // Options are a matter of commands, inputs of actions; a plain word of a command can be asked for by its presence.
    if (isAction && rule.on.startsWith('-')) continue;
    const applies = ruleApplies(rule, given, isAction);
    if (applies === 'no') continue;
    if (rule.then === 'never-runs') {
      if (applies === 'yes') return undefined;
      continue;
    }
    if (applies === 'yes') verdict = { blocking: rule.then, why: rule.why };
    // What would change nothing decides nothing, whatever its value.
    else if (rule.then !== verdict.blocking) verdict = { blocking: 'unknown', why: `\`${rule.on}\` is computed` };
  }
  return verdict;
}

function ruleApplies(rule: Rule, given: Arguments, isAction: boolean): StepBlocking {
  if (!isAction && !rule.on.startsWith('-'))
    return rule.when === 'present' && given.plain.includes(rule.on) ? 'yes' : 'no';
  const values = given.named.get(rule.on);
  const value = values?.at(-1);
  if (rule.when === 'present') return values && value !== 'false' ? 'yes' : 'no';
  if (rule.when === 'absent') return values ? 'no' : 'yes';
  if (value === undefined) return 'no';
  if (holdsOneOf(rule, value)) return 'yes';
  if (value.includes('${{') || /^\$\{?\w/.test(value)) return 'unknown';
  if (rule.when === 'true') return value === '' || value.toLowerCase() === 'true' || value === '1' ? 'yes' : 'no';
  if (rule.when === 'false') return value.toLowerCase() === 'false' || value === '0' ? 'yes' : 'no';
  if ('not' in rule.when) return rule.when.not.includes(value) ? 'no' : 'yes';
  return rule.when.is.includes(value) ? 'yes' : 'no';
}

/** `~x`: the value holds `x`, whatever is filled in beside it. */
function holdsOneOf({ when }: Rule, value: string): boolean {
  return (
    typeof when === 'object' &&
    'is' in when &&
    when.is.some(wanted => wanted.startsWith('~') && value.includes(wanted.slice(1)))
  );
}

/** The values of the options, inputs and plain words that a field of a row names. */
export function valuesOf(tool: Tool, fields: readonly string[] | undefined, given: Arguments): readonly string[] {
  return (fields ?? []).flatMap(field =>
    field === '@' ? plainPlaces(tool, given) : (given.named.get(field) ?? []).filter(value => value !== ''),
  );
}

/** Options of many programs whose value is a file that is no target. */
const VALUE_OPTIONS: ReadonlySet<string> = new Set([
  '--import',
  '--require',
  '--loader',
  '--experimental-loader',
  '--env-file',
  '--import-map',
  '--reporter',
  '--output',
  '--junitfile',
  '--config',
  '--project',
  '--testrunner',
  '--ignore-pattern',
  '--exclude',
  '--ignore',
  '-t',
  '--testNamePattern',
  '--maxWorkers',
  '--coverageReporters',
  '--collectCoverageFrom',
  '--coverageDirectory',
  '--grep',
  '-g',
  '--timeout',
  '--browser',
  '--grep-invert',
  '--workers',
  '--retries',
  '--seed',
  '--pool',
  '--test-reporter',
  '--testTimeout',
]);

function plainPlaces(tool: Tool, given: Arguments): readonly string[] {
  const named = new Set([
    ...(tool.targets ?? []),
    ...(tool.ruleset ?? []),
    ...(tool.credentials ?? []),
    ...(tool.config ?? []),
    ...(tool.rules ?? []).map(rule => rule.on),
  ]);
  return given.plain.filter(word => {
    const option = given.behind.get(word);
    // Test runners take plain words as patterns of the files to run, tools for descriptions as folders.
    const isPattern =
      (tool.activity === 'test' || tool.activity.startsWith('spec-')) &&
      !/^\d+$/.test(word) &&
      !tool.run?.some(form => form.split(' ').includes(word));
    return (
      (isPattern || looksLikePlace(word)) && (option === undefined || !(named.has(option) || VALUE_OPTIONS.has(option)))
    );
  });
}

/** Plain words that name a file, a glob or an address, and no subcommand. */
function looksLikePlace(word: string): boolean {
  return /[./*$]/.test(word);
}
