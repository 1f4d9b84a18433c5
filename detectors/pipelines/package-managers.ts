/** Command lines of npm, pnpm, yarn and bun: which script of which package they run, or which program. */
import type { ScriptCall } from '../../src/core/facts/pipeline.ts';
import { programName } from './match.ts';
import { joinFolder } from './shell/runs.ts';
import type { Word } from './shell/tokens.ts';

export type Managed =
  /** A program of a dependency stands somewhere in these words (`npx`, `pnpm exec`). */
  | { readonly kind: 'program'; readonly words: readonly Word[]; readonly folder: string | undefined }
  /** A script of that name, unless the words are a program that is known by name (`yarn jest`, `bun run vitest`). */
  | {
      readonly kind: 'script';
      readonly call: ScriptCall;
      readonly proof: readonly Word[];
      readonly orProgram: readonly Word[] | undefined;
      readonly folder: string | undefined;
    }
  /** A command of the manager itself: `npm audit`, `pnpm install`. */
  | { readonly kind: 'own' };

const RUNS_SCRIPT: ReadonlySet<string> = new Set(['run', 'run-script', 'rum', 'urn']);
const RUNS_PROGRAM: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['npm', new Set(['exec', 'x'])],
  ['pnpm', new Set(['exec', 'dlx'])],
  ['yarn', new Set(['exec', 'dlx'])],
  ['bun', new Set(['x'])],
]);
const NPM_SHORTHANDS: ReadonlyMap<string, string> = new Map([
  ['test', 'test'],
  ['t', 'test'],
  ['tst', 'test'],
  ['start', 'start'],
  ['it', 'test'],
  ['install-test', 'test'],
  ['cit', 'test'],
]);
const FOLDER_OPTIONS: ReadonlySet<string> = new Set(['--prefix', '-C', '--dir', '--cwd']);
const ALL_OPTIONS: ReadonlySet<string> = new Set(['-ws', '--workspaces', '-r', '--recursive']);
/** Options that name one package of a workspace. */
export const PACKAGE_OPTIONS: ReadonlySet<string> = new Set(['-w', '--workspace', '--filter', '-F']);
/** Commands of pnpm, yarn and bun that are no script names. */
const BUILT_IN: ReadonlySet<string> = new Set([
  'install',
  'i',
  'add',
  'remove',
  'ci',
  'config',
  'store',
  'cache',
  'set',
  'why',
  'list',
  'ls',
  'outdated',
  'update',
  'up',
  'link',
  'pack',
  'create',
  'init',
  'version',
  'info',
  'login',
  'plugin',
  'dedupe',
  'rebuild',
  'prune',
  'patch',
  'deploy',
  'import',
  'setup',
  'global',
  'fetch',
  'audit',
  'publish',
]);

export function isPackageManager(name: string): boolean {
  return RUNS_PROGRAM.has(name);
}

export function managed(words: readonly Word[], folder: string | undefined): Managed {
  const [program, ...rest] = words;
  if (!program) return { kind: 'own' };
  const manager = programName(program.text);
  const line = commandLine(manager, rest, folder);
  const [first, second] = line.plain;
  if (!first) return { kind: 'own' };
  const behind = (word: Word): readonly Word[] => rest.slice(rest.indexOf(word) + 1);
  if (RUNS_PROGRAM.get(manager)?.has(first.text)) return { kind: 'program', words: behind(first), folder: line.folder };
  if (manager === 'yarn' && first.text === 'workspace' && second)
    return workspaceScript(program, behind(second), second.text);
  const scope = scopeOf(line, first.text === 'workspaces', folder);
  const script = (name: Word, shown: string, orProgram: readonly Word[] | undefined): Managed => ({
    kind: 'script',
    proof: [program, name],
    folder: line.folder,
    orProgram,
    call: { runner: 'npm', name: shown, ...scope },
  });
  if (RUNS_SCRIPT.has(first.text))
    return second
      ? script(second, second.text, manager === 'bun' ? rest.slice(rest.indexOf(second)) : undefined)
      : { kind: 'own' };
  const shorthand = manager === 'npm' ? NPM_SHORTHANDS.get(first.text) : first.text;
  // `bun file.ts` runs a file.
  if (shorthand === undefined || BUILT_IN.has(first.text) || /\/|\.[cm]?[jt]sx?$/.test(first.text))
    return { kind: 'own' };
  return script(first, shorthand, manager === 'npm' ? undefined : rest.slice(rest.indexOf(first)));
}

type Line = {
  readonly plain: readonly Word[];
  readonly folder: string | undefined;
  readonly limit: string | undefined;
  readonly isAll: boolean;
};

/** The words that are no options, and what the options say of folder and package. */
function commandLine(manager: string, rest: readonly Word[], folder: string | undefined): Line {
  const plain: Word[] = [];
  let where = folder;
  let limit: string | undefined;
  let isAll = false;
  for (let index = 0; index < rest.length; index++) {
    const word = rest[index];
    if (!word || word.text === '--' || isComplete(manager, plain, word)) break;
    const [name, inline] = splitOption(word.text);
    const isFolder = FOLDER_OPTIONS.has(name);
    const isPackage = PACKAGE_OPTIONS.has(name);
    if (isFolder || isPackage) {
      const value = inline === undefined ? rest[++index] : { ...word, text: inline };
      if (isFolder) where = joinFolder(folder, value);
      else limit = value?.text;
    } else if (ALL_OPTIONS.has(name)) isAll = true;
    else if (!word.text.startsWith('-')) plain.push(word);
  }
  return { plain, folder: where, limit, isAll };
}

/** What follows a script name or a program belongs to it; only npm reads its own options from there on. */
function isComplete(manager: string, plain: readonly Word[], next: Word): boolean {
  const [first] = plain;
  if (!first) return false;
  const [name] = splitOption(next.text);
  const isOwnOption = FOLDER_OPTIONS.has(name) || PACKAGE_OPTIONS.has(name) || ALL_OPTIONS.has(name);
  if (plain.length > 1) return !(manager === 'npm' && isOwnOption);
  return !RUNS_SCRIPT.has(first.text) && first.text !== 'workspace' && first.text !== 'workspaces' && !isOwnOption;
}

function scopeOf(
  line: Line,
  isEveryWorkspace: boolean,
  folder: string | undefined,
): Pick<ScriptCall, 'folder' | 'package'> {
  const { limit } = line;
  const isPath = limit !== undefined && /^\.{0,2}\//.test(limit);
  const packageName = limit !== undefined && !isPath && !/[.*{!$^]/.test(limit) ? { package: limit } : {};
  if (line.isAll || isEveryWorkspace || (limit !== undefined && !isPath)) return { folder: '**', ...packageName };
  const where =
    limit === undefined
      ? line.folder
      : joinFolder(folder, { text: limit, start: 0, end: 0, isDynamic: false, isQuoted: false });
  return where === undefined ? {} : { folder: where };
}

/** `yarn workspace api test`, `yarn workspace api run test`. */
function workspaceScript(program: Word, words: readonly Word[], name: string): Managed {
  const script = words.find(word => !word.text.startsWith('-') && !RUNS_SCRIPT.has(word.text));
  if (!script) return { kind: 'own' };
  return {
    kind: 'script',
    proof: [program, script],
    folder: undefined,
    orProgram: undefined,
    call: { runner: 'npm', name: script.text, folder: '**', package: name },
  };
}

/** `--x=y` in two; a word that is no option has no value. */
export function splitOption(text: string): readonly [string, string | undefined] {
  const equals = text.startsWith('-') ? text.indexOf('=') : -1;
  return equals > 0 ? [text.slice(0, equals), text.slice(equals + 1)] : [text, undefined];
}
