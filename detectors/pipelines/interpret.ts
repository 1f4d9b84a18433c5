/** What one command line runs: tools of the table, and definitions that stand elsewhere in the tree. */
import type { ScriptCall, ScriptRunner } from '../../src/core/facts/pipeline.ts';
import { programName, toolOfCommand, toolOfImage } from './match.ts';
import { joinFolder } from './shell/runs.ts';
import type { Word } from './shell/tokens.ts';
import type { Tool } from './tool.ts';

export type Found =
  /** `words` are the arguments, `proof` the words that name the tool. */
  | { readonly kind: 'tool'; readonly tool: Tool; readonly proof: readonly Word[]; readonly words: readonly Word[]; readonly softened?: string }
  | { readonly kind: 'call'; readonly call: ScriptCall; readonly proof: readonly Word[]; readonly softened?: string }
  /** A script given as an argument (`bash -c '…'`). */
  | { readonly kind: 'script'; readonly script: Word; readonly softened?: string };

/** Wrappers inside wrappers beyond this are not followed. */
const DEPTH = 6;

/** What a command runs; nothing for a command that no row knows. */
export function interpret(words: readonly Word[], folder: string | undefined, depth = 0): readonly Found[] {
  const [program, ...rest] = words;
  if (!program || depth > DEPTH) return [];
  const name = programName(program.text);
  const manager = PACKAGE_MANAGERS.get(name);
  if (manager) return manager(words, folder, depth);
  if (name === 'docker' || name === 'podman' || name === 'docker-compose') {
    const contained = inContainer(words, folder, depth);
    if (contained.length > 0) return contained;
  }
  const direct = toolOfCommand(words);
  if (direct) return [{ kind: 'tool', tool: direct.tool, proof: direct.proof, words: rest }];
  if (name === 'make' || name === 'gmake') return makeCalls(program, rest, folder);
  if (TASK_RUNNERS.has(name)) return workspaceTasks(words);
  if (SCRIPT_LISTS.has(name)) return scriptList(words, folder);
  if (SHELLS.has(name) || name === 'source' || name === '.') return shellCall(program, rest, folder, depth);
  const wrapped = unwrap(words);
  if (wrapped) return firstFound(wrapped, folder, depth);
  if (/^\.{0,2}\/|\/.*\.(?:sh|bash)$|\.(?:sh|bash)$/.test(program.text)) return scriptAt(program, folder);
  return [];
}

/** Programs that run the command behind them. Their own options, and values of these, may stand before it. */
const WRAPPERS: readonly string[] = [
  'sudo', 'env', 'env-cmd', 'cross-env', 'cross-env-shell', 'dotenv', 'time', 'timeout', 'nohup', 'nice', 'xvfb-run', 'command', 'exec', 'stdbuf', 'npx', 'bunx', 'pnpx', 'uvx',
  'poetry run', 'pipenv run', 'uv run', 'pipx run', 'rye run', 'hatch run', 'pdm run', 'bundle exec', 'nyc', 'c8', 'xargs', 'retry',
  'op run', 'doppler run', 'infisical run', 'aws-vault exec', 'chamber exec', 'wait-for-it.sh', 'wait-for-it', 'wait-on', 'dockerize', 'python -m', 'python3 -m', 'py -m', 'go run',
  'node', 'tsx', 'ts-node', 'php', 'ruby', 'java -jar', 'docker exec', 'kubectl exec', 'mise exec', 'direnv exec', 'act', 'with-env', 'faketime', 'start-server-and-test', 'server-test', 'start-test',
];

function unwrap(words: readonly Word[]): readonly Word[] | undefined {
  const name = programName(words[0]?.text ?? '');
  const wrapper = WRAPPERS.find(form => {
    const [program, subcommand] = form.split(' ');
    return program === name && (subcommand === undefined || words[1]?.text === subcommand);
  });
  return wrapper === undefined ? undefined : words.slice(wrapper.includes(' ') ? 2 : 1);
}

/** The first of the words at which a known command starts: options of the wrapper, and their values, stand before it. */
function firstFound(words: readonly Word[], folder: string | undefined, depth: number): readonly Found[] {
  const separator = words.findIndex(word => word.text === '--');
  const behind = separator >= 0 ? interpret(words.slice(separator + 1), folder, depth + 1) : [];
  if (behind.length > 0) return behind;
  let isFirst = true;
  for (let index = 0; index < Math.min(words.length, 16); index++) {
    const word = words[index];
    if (!word || (word.text.startsWith('-') && word.text !== '--') || /^[A-Za-z_]\w*=/.test(word.text)) continue;
    const found = word.isQuoted && word.text.includes(' ') ? [{ kind: 'script' as const, script: word }] : interpret(words.slice(index), folder, depth + 1);
    // A path behind other words is an argument; only as the command itself is it a script.
    if (found.length > 0 && (isFirst || found.some(one => one.kind !== 'call' || one.call.runner !== 'shell'))) return found;
    isFirst = false;
  }
  return [];
}

function inContainer(words: readonly Word[], folder: string | undefined, depth: number): readonly Found[] {
  const runs = words.findIndex(word => word.text === 'run' || word.text === 'exec');
  if (runs < 0) return [];
  const rest = words.slice(runs + 1);
  const softened = rest.some(word => word.text === '-d' || word.text === '--detach') ? 'the container is detached: its exit status is not waited for' : undefined;
  const add = (found: readonly Found[]): readonly Found[] => (softened === undefined ? found : found.map(one => ({ ...one, softened })));
  for (let index = 0; index < rest.length; index++) {
    const image = rest[index];
    if (!image || image.text.startsWith('-')) continue;
    const tool = toolOfImage(image.text);
    if (!tool) continue;
    const after = rest.slice(index + 1);
    const named = toolOfCommand(after);
    if (named) return add([{ kind: 'tool', tool: named.tool, proof: named.proof, words: after.slice(1) }]);
    const entrypoint: Word = { ...image, text: tool.run?.[0]?.split(' ')[0] ?? '' };
    const through = toolOfCommand([entrypoint, ...after]);
    return add([{ kind: 'tool', tool: through?.tool ?? tool, proof: [image], words: after }]);
  }
  // The folder inside a container is another one, unless it is the checkout.
  return add(firstFound(rest, folder === '.' ? '.' : undefined, depth));
}

type Manager = (words: readonly Word[], folder: string | undefined, depth: number) => readonly Found[];

const PACKAGE_MANAGERS: ReadonlyMap<string, Manager> = new Map([
  ['npm', packageManager], ['pnpm', packageManager], ['yarn', packageManager], ['bun', packageManager],
]);

const RUNS_SCRIPT: ReadonlySet<string> = new Set(['run', 'run-script', 'rum', 'urn']);
const RUNS_PACKAGE: ReadonlySet<string> = new Set(['exec', 'x', 'dlx']);
const NPM_SHORTHANDS: ReadonlyMap<string, string> = new Map([['test', 'test'], ['t', 'test'], ['tst', 'test'], ['start', 'start'], ['it', 'test'], ['install-test', 'test'], ['cit', 'test']]);
const FOLDER_OPTIONS: ReadonlySet<string> = new Set(['--prefix', '-C', '--dir', '--cwd']);
const PACKAGE_OPTIONS: ReadonlySet<string> = new Set(['-w', '--workspace', '--filter', '-F']);
const ALL_OPTIONS: ReadonlySet<string> = new Set(['-ws', '--workspaces', '-r', '--recursive']);
/** Commands of pnpm, yarn and bun that are no script names. */
const BUILT_IN: ReadonlySet<string> = new Set(['install', 'i', 'add', 'remove', 'ci', 'config', 'store', 'cache', 'set', 'why', 'list', 'ls', 'outdated', 'update', 'up', 'link', 'pack', 'create', 'init', 'version', 'info', 'login', 'plugin', 'dedupe', 'rebuild', 'prune', 'patch', 'deploy', 'import', 'setup', 'global', 'fetch']);

function packageManager(words: readonly Word[], folder: string | undefined, depth: number): readonly Found[] {
  const [program, ...rest] = words;
  if (!program) return [];
  const manager = programName(program.text);
  let where = folder;
  let limit: string | undefined;
  let isAll = false;
  const plain: Word[] = [];
  for (let index = 0; index < rest.length; index++) {
    const word = rest[index];
    if (!word || word.text === '--') break;
    // What follows a script name or a program belongs to it.
    if (plain.length > 1 || (plain.length === 1 && !RUNS_SCRIPT.has(plain[0]?.text ?? '') && !['workspace', 'workspaces'].includes(plain[0]?.text ?? '') && !isManagerOption(word.text))) break;
    const [name = '', inline] = splitOption(word.text);
    const value = (): Word | undefined => (inline === undefined ? rest[++index] : { ...word, text: inline });
    if (FOLDER_OPTIONS.has(name)) where = joinFolder(folder, value());
    else if (PACKAGE_OPTIONS.has(name)) limit = value()?.text;
    else if (ALL_OPTIONS.has(name)) isAll = true;
    else if (!word.text.startsWith('-')) plain.push(word);
  }
  const [first, second, third] = plain;
  if (!first) return [];
  if (RUNS_PACKAGE.has(first.text) && manager !== 'bun') return firstFound(rest.slice(rest.indexOf(first) + 1), where, depth);
  if (manager === 'bun' && first.text === 'x') return firstFound(rest.slice(rest.indexOf(first) + 1), where, depth);
  if (first.text === 'workspace' && second && manager === 'yarn') {
    const script = third ?? rest[rest.indexOf(second) + 1];
    const name = script && RUNS_SCRIPT.has(script.text) ? rest[rest.indexOf(script) + 1] : script;
    return name ? [npmCall([program, name], name.text, '**', second.text)] : [];
  }
  if (first.text === 'workspaces') isAll = true;
  const target = isAll || (limit !== undefined && !/^\.{0,2}\//.test(limit)) ? '**' : limit !== undefined ? joinFolder(folder, { ...first, text: limit }) : where;
  const packageName = limit !== undefined && !/[.*{!$^]/.test(limit) ? limit : undefined;
  if (RUNS_SCRIPT.has(first.text)) {
    if (!second) return [];
    const direct = manager === 'bun' ? toolOfCommand(rest.slice(rest.indexOf(second))) : undefined;
    return direct ? [{ kind: 'tool', tool: direct.tool, proof: direct.proof, words: rest.slice(rest.indexOf(second) + 1) }] : [npmCall([program, second], second.text, target, packageName)];
  }
  const direct = toolOfCommand([program, ...rest]);
  if (direct) return [{ kind: 'tool', tool: direct.tool, proof: direct.proof, words: rest }];
  const shorthand = manager === 'npm' ? NPM_SHORTHANDS.get(first.text) : first.text;
  // `bun file.ts` runs a file.
  if (shorthand === undefined || BUILT_IN.has(first.text) || /\/|\.[cm]?[jt]sx?$/.test(first.text)) return [];
  // pnpm and yarn run a script by its bare name, or else a program of a dependency.
  const bin = manager === 'npm' ? [] : interpretProgram(rest.slice(rest.indexOf(first)), where, depth);
  return bin.length > 0 ? bin : [npmCall([program, first], shorthand, target, packageName)];
}

/** A program of a dependency, known by name; a script of the package may not be mistaken for one. */
function interpretProgram(words: readonly Word[], folder: string | undefined, depth: number): readonly Found[] {
  const name = programName(words[0]?.text ?? '');
  if (TASK_RUNNERS.has(name) || WRAPPERS.includes(name)) return interpret(words, folder, depth + 1);
  const found = toolOfCommand(words);
  return found ? [{ kind: 'tool', tool: found.tool, proof: found.proof, words: words.slice(1) }] : [];
}

function isManagerOption(text: string): boolean {
  const [name = ''] = splitOption(text);
  return FOLDER_OPTIONS.has(name) || PACKAGE_OPTIONS.has(name) || ALL_OPTIONS.has(name);
}

function splitOption(text: string): readonly [string, string | undefined] {
  const equals = text.startsWith('-') ? text.indexOf('=') : -1;
  return equals > 0 ? [text.slice(0, equals), text.slice(equals + 1)] : [text, undefined];
}

function npmCall(proof: readonly Word[], name: string, folder: string | undefined, packageName: string | undefined): Found {
  return callOf('npm', name, folder, proof, packageName);
}

function callOf(runner: ScriptRunner, name: string, folder: string | undefined, proof: readonly Word[], packageName?: string): Found {
  return { kind: 'call', proof, call: { runner, name, ...(folder === undefined ? {} : { folder }), ...(packageName === undefined ? {} : { package: packageName }) } };
}

const TASK_RUNNERS: ReadonlySet<string> = new Set(['turbo', 'nx', 'lerna', 'moon', 'wireit']);

/** `turbo run a b`, `nx run-many -t a b`, `nx test project`, `lerna run a`: the script of that name in every package. */
function workspaceTasks(words: readonly Word[]): readonly Found[] {
  const [program, ...rest] = words;
  if (!program) return [];
  const dashes = rest.findIndex(word => word.text === '--');
  const own = dashes < 0 ? rest : rest.slice(0, dashes);
  const filter = own.map((word, index) => {
    const [name, inline] = splitOption(word.text);
    return PACKAGE_OPTIONS.has(name) || name === '--scope' || name === '-p' || name === '--projects' ? (inline ?? own[index + 1]?.text) : undefined;
  }).find(found => found !== undefined);
  const packageName = filter !== undefined && !/[.*{!$^,]/.test(filter) ? filter : undefined;
  const at = own.findIndex(word => word.text === '-t' || word.text === '--target' || word.text === '--targets' || /^--targets?=/.test(word.text));
  const listed = at >= 0 ? [...(own[at]?.text.includes('=') ? [{ ...own[at], text: own[at].text.replace(/^[^=]*=/, '') }] : []), ...own.slice(at + 1)] : own;
  const names: Word[] = [];
  for (const word of listed) {
    if (word.text.startsWith('-')) {
      if (names.length > 0) break;
      continue;
    }
    if (at < 0 && names.length === 0 && ['run', 'run-many', 'affected', 'exec'].includes(word.text)) continue;
    if (word.text === filter || word.isDynamic) continue;
    names.push(word);
  }
  const isProjectForm = programName(program.text) === 'nx' && at < 0;
  const chosen = isProjectForm ? names.slice(0, 1) : names;
  return chosen.flatMap(word => word.text.split(',')
    .map(name => npmCall([program, word], isProjectForm && name.includes(':') ? name.slice(name.indexOf(':') + 1) : name, '**', packageName)));
}

const SCRIPT_LISTS: ReadonlySet<string> = new Set(['npm-run-all', 'npm-run-all2', 'run-s', 'run-p', 'concurrently', 'wireit', 'conc']);

/** Programs that run several package scripts or command lines, and fail when one of them does. */
function scriptList(words: readonly Word[], folder: string | undefined): readonly Found[] {
  const [program, ...rest] = words;
  if (!program) return [];
  const isCommands = programName(program.text).startsWith('conc');
  const softened = rest.some(word => word.text === '-c' || word.text === '--continue-on-error') && !isCommands ? undefined
    : isCommands && rest.some(word => /^(?:-s|--success)/.test(word.text)) ? '`--success` chooses which command counts' : undefined;
  return rest.filter(word => !word.text.startsWith('-')).flatMap((word): readonly Found[] => {
    const short = /^(?:npm|pnpm|yarn|bun):(.+)$/.exec(word.text)?.[1];
    const found: Found = short !== undefined || !isCommands ? npmCall([program, word], short ?? word.text, folder, undefined) : { kind: 'script', script: word };
    return [softened === undefined ? found : { ...found, softened }];
  });
}

function makeCalls(program: Word, rest: readonly Word[], folder: string | undefined): readonly Found[] {
  let where = folder;
  const targets: Word[] = [];
  for (let index = 0; index < rest.length; index++) {
    const word = rest[index];
    if (!word) break;
    const [name, inline] = splitOption(word.text);
    if (name === '-C' || name === '--directory') where = joinFolder(folder, inline === undefined ? rest[++index] : { ...word, text: inline });
    else if (name === '-f' || name === '--file' || name === '-j' || name === '--makefile') index += inline === undefined && /^-[fj]$|^--/.test(name) && rest[index + 1]?.text.startsWith('-') === false ? 1 : 0;
    else if (!word.text.startsWith('-') && !word.text.includes('=')) targets.push(word);
  }
  const softened = rest.some(word => /^-[a-zA-Z]*i/.test(word.text) || word.text === '--ignore-errors') ? '`make -i` ignores failures' : undefined;
  const calls = targets.length > 0 ? targets.map(target => callOf('make', target.text, where, [program, target])) : [callOf('make', '', where, [program])];
  return softened === undefined ? calls : calls.map(call => ({ ...call, softened }));
}

const SHELLS: ReadonlySet<string> = new Set(['bash', 'sh', 'zsh', 'dash', 'ash']);

function shellCall(program: Word, rest: readonly Word[], folder: string | undefined, depth: number): readonly Found[] {
  const command = rest.findIndex(word => /^-[a-z]*c$/.test(word.text));
  if (command >= 0) {
    const script = rest[command + 1];
    return script && SHELLS.has(programName(program.text)) ? [{ kind: 'script', script }] : [];
  }
  const file = rest.find(word => !word.text.startsWith('-'));
  // Sourced files that are no scripts set up an environment.
  if (!file || (!SHELLS.has(programName(program.text)) && !/\.(?:sh|bash)$/.test(file.text))) return [];
  const known = interpret(rest.slice(rest.indexOf(file)), folder, depth + 1);
  return known.length > 0 && known[0]?.kind === 'tool' ? known : scriptAt(file, folder);
}

function scriptAt(word: Word, folder: string | undefined): readonly Found[] {
  // A program of the machine is no part of the tree.
  if (word.text.startsWith('/')) return [];
  const path = joinFolder(folder, word);
  return [callOf('shell', path ?? word.text, path === undefined ? undefined : folder, [word])];
}
