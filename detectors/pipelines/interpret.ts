/** What one command line runs: tools of the table, and definitions that stand elsewhere in the tree. */
import type { ScriptCall, ScriptRunner } from '../../src/core/facts/pipeline.ts';
import { programName, toolOfCommand, toolOfImage } from './match.ts';
import { isPackageManager, managed, PACKAGE_OPTIONS, splitOption } from './package-managers.ts';
import { joinFolder } from './shell/runs.ts';
import type { Word } from './shell/tokens.ts';
import type { Tool } from './tool.ts';

export type Found =
  /** `words` are the arguments, `proof` the words that name the tool. */
  | {
      readonly kind: 'tool';
      readonly tool: Tool;
      readonly proof: readonly Word[];
      readonly words: readonly Word[];
      readonly softened?: string;
    }
  | { readonly kind: 'call'; readonly call: ScriptCall; readonly proof: readonly Word[]; readonly softened?: string }
  /** A script given as an argument (`bash -c '…'`). */
  | { readonly kind: 'script'; readonly script: Word; readonly softened?: string };

/** Wrappers inside wrappers beyond this are not followed. */
const DEPTH = 6;

/**
 * What a command runs; nothing for a command that no row knows.
 *
 * `seen` holds the starts of words behind which nothing was found, so that wrappers in wrappers cost each word once.
 */
export function interpret(
  words: readonly Word[],
  folder: string | undefined,
  depth = 0,
  seen: Set<number> = new Set(),
): readonly Found[] {
  const [program, ...rest] = words;
  if (!program || depth > DEPTH) return [];
  const name = programName(program.text);
  if (isPackageManager(name)) return byManager(words, folder, depth, seen);
  if (name === 'docker' || name === 'podman' || name === 'docker-compose') {
    const contained = inContainer(words, folder, depth, seen);
    if (contained.length > 0) return contained;
  }
  const direct = toolOfCommand(words);
  if (direct) return [{ kind: 'tool', tool: direct.tool, proof: direct.proof, words: rest }];
  if (name === 'make' || name === 'gmake') return makeCalls(program, rest, folder);
  if (TASK_RUNNERS.has(name)) return workspaceTasks(words);
  if (SCRIPT_LISTS.has(name)) return scriptList(words, folder);
  if (SHELLS.has(name) || name === 'source' || name === '.') return shellCall(program, rest, folder, depth, seen);
  const wrapped = unwrap(words);
  if (wrapped) return firstFound(wrapped, folder, depth, seen);
  if (/^\.{0,2}\/|\/.*\.(?:sh|bash)$|\.(?:sh|bash)$/.test(program.text)) return scriptAt(program, folder);
  return [];
}

/** Programs that run the command behind them. Their own options, and values of these, may stand before it. */
const WRAPPERS: readonly string[] = [
  'sudo',
  'env',
  'env-cmd',
  'cross-env',
  'cross-env-shell',
  'dotenv',
  'time',
  'timeout',
  'nohup',
  'nice',
  'xvfb-run',
  'command',
  'exec',
  'stdbuf',
  'npx',
  'bunx',
  'pnpx',
  'uvx',
  'poetry run',
  'pipenv run',
  'uv run',
  'pipx run',
  'rye run',
  'hatch run',
  'pdm run',
  'bundle exec',
  'nyc',
  'c8',
  'xargs',
  'retry',
  'op run',
  'doppler run',
  'infisical run',
  'aws-vault exec',
  'chamber exec',
  'wait-for-it.sh',
  'wait-for-it',
  'wait-on',
  'dockerize',
  'python -m',
  'python3 -m',
  'py -m',
  'go run',
  'node',
  'tsx',
  'ts-node',
  'php',
  'ruby',
  'java -jar',
  'docker exec',
  'kubectl exec',
  'mise exec',
  'direnv exec',
  'act',
  'with-env',
  'faketime',
  'start-server-and-test',
  'server-test',
  'start-test',
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
function firstFound(
  words: readonly Word[],
  folder: string | undefined,
  depth: number,
  seen: Set<number>,
): readonly Found[] {
  const separator = words.findIndex(word => word.text === '--');
  const behind = separator >= 0 ? interpret(words.slice(separator + 1), folder, depth + 1, seen) : [];
  if (behind.length > 0) return behind;
  let isFirst = true;
  for (let index = 0; index < Math.min(words.length, 16); index++) {
    const word = words[index];
    if (
      !word ||
      (word.text.startsWith('-') && word.text !== '--') ||
      /^[A-Za-z_]\w*=/.test(word.text) ||
      seen.has(word.start)
    )
      continue;
    const found =
      word.isQuoted && word.text.includes(' ')
        ? [{ kind: 'script' as const, script: word }]
        : interpret(words.slice(index), folder, depth + 1, seen);
    if (found.length === 0) seen.add(word.start);
    // A path behind other words is an argument; only as the command itself is it a script.
    if (found.length > 0 && (isFirst || found.some(one => one.kind !== 'call' || one.call.runner !== 'shell')))
      return found;
    isFirst = false;
  }
  return [];
}

function inContainer(
  words: readonly Word[],
  folder: string | undefined,
  depth: number,
  seen: Set<number>,
): readonly Found[] {
  const runs = words.findIndex(word => word.text === 'run' || word.text === 'exec');
  if (runs < 0) return [];
  const rest = words.slice(runs + 1);
  const softened = rest.some(word => word.text === '-d' || word.text === '--detach')
    ? 'the container is detached: its exit status is not waited for'
    : undefined;
  const add = (found: readonly Found[]): readonly Found[] =>
    softened === undefined ? found : found.map(one => ({ ...one, softened }));
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
  return add(firstFound(rest, folder === '.' ? '.' : undefined, depth, seen));
}

/** A script of a package, or a program of a dependency that is known by name. */
function byManager(
  words: readonly Word[],
  folder: string | undefined,
  depth: number,
  seen: Set<number>,
): readonly Found[] {
  const found = managed(words, folder);
  const direct = toolOfCommand(words);
  if (found.kind === 'own')
    return direct ? [{ kind: 'tool', tool: direct.tool, proof: direct.proof, words: words.slice(1) }] : [];
  if (found.kind === 'program') return firstFound(found.words, found.folder, depth, seen);
  const [first] = found.orProgram ?? [];
  const name = programName(first?.text ?? '');
  // A script may carry the name of any program: only those of the table and the wrappers are taken for one.
  if (found.orProgram && (TASK_RUNNERS.has(name) || WRAPPERS.includes(name)))
    return interpret(found.orProgram, found.folder, depth + 1, seen);
  const program = found.orProgram ? toolOfCommand(found.orProgram) : undefined;
  if (found.orProgram && program)
    return [{ kind: 'tool', tool: program.tool, proof: program.proof, words: found.orProgram.slice(1) }];
  if (direct) return [{ kind: 'tool', tool: direct.tool, proof: direct.proof, words: words.slice(1) }];
  return [{ kind: 'call', call: found.call, proof: found.proof }];
}

function npmCall(
  proof: readonly Word[],
  name: string,
  folder: string | undefined,
  packageName: string | undefined,
): Found {
  return callOf('npm', name, folder, proof, packageName);
}

function callOf(
  runner: ScriptRunner,
  name: string,
  folder: string | undefined,
  proof: readonly Word[],
  packageName?: string,
): Found {
  return {
    kind: 'call',
    proof,
    call: {
      runner,
      name,
      ...(folder === undefined ? {} : { folder }),
      ...(packageName === undefined ? {} : { package: packageName }),
    },
  };
}

const TASK_RUNNERS: ReadonlySet<string> = new Set(['turbo', 'nx', 'lerna', 'moon', 'wireit']);

/** `turbo run a b`, `nx run-many -t a b`, `nx test project`, `lerna run a`: the script of that name in every package. */
function workspaceTasks(words: readonly Word[]): readonly Found[] {
  const [program, ...rest] = words;
  if (!program) return [];
  const dashes = rest.findIndex(word => word.text === '--');
  const own = dashes < 0 ? rest : rest.slice(0, dashes);
  const filter = own
    .map((word, index) => {
      const [name, inline] = splitOption(word.text);
      return PACKAGE_OPTIONS.has(name) || name === '--scope' || name === '-p' || name === '--projects'
        ? (inline ?? own[index + 1]?.text)
        : undefined;
    })
    .find(found => found !== undefined);
  const packageName = filter !== undefined && !/[.*{!$^,]/.test(filter) ? filter : undefined;
  const at = own.findIndex(
    word =>
      word.text === '-t' || word.text === '--target' || word.text === '--targets' || /^--targets?=/.test(word.text),
  );
  const listed =
    at >= 0
      ? [
          ...(own[at]?.text.includes('=') ? [{ ...own[at], text: own[at].text.replace(/^[^=]*=/, '') }] : []),
          ...own.slice(at + 1),
        ]
      : own;
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
  const softened =
    programName(program.text) === 'lerna' && own.some(word => word.text === '--no-bail')
      ? { softened: '`--no-bail` of lerna ends with success' }
      : {};
  return chosen.flatMap(word =>
    word.text.split(',').map(name => ({
      ...npmCall(
        [program, word],
        isProjectForm && name.includes(':') ? name.slice(name.indexOf(':') + 1) : name,
        '**',
        packageName,
      ),
      ...softened,
    })),
  );
}

const SCRIPT_LISTS: ReadonlySet<string> = new Set([
  'npm-run-all',
  'npm-run-all2',
  'run-s',
  'run-p',
  'concurrently',
  'wireit',
  'conc',
]);

/** Programs that run several package scripts or command lines, and fail when one of them does. */
function scriptList(words: readonly Word[], folder: string | undefined): readonly Found[] {
  const [program, ...rest] = words;
  if (!program) return [];
  const isCommands = programName(program.text).startsWith('conc');
  const softened =
    rest.some(word => word.text === '-c' || word.text === '--continue-on-error') && !isCommands
      ? undefined
      : isCommands && rest.some(word => /^(?:-s|--success)/.test(word.text))
        ? '`--success` chooses which command counts'
        : undefined;
  return rest
    .filter(word => !word.text.startsWith('-'))
    .flatMap((word): readonly Found[] => {
      const short = /^(?:npm|pnpm|yarn|bun):(.+)$/.exec(word.text)?.[1];
      const found: Found =
        short !== undefined || !isCommands
          ? npmCall([program, word], short ?? word.text, folder, undefined)
          : { kind: 'script', script: word };
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
    if (name === '-C' || name === '--directory')
      where = joinFolder(folder, inline === undefined ? rest[++index] : { ...word, text: inline });
    else if (name === '-f' || name === '--file' || name === '-j' || name === '--makefile')
      index +=
        inline === undefined && /^-[fj]$|^--/.test(name) && rest[index + 1]?.text.startsWith('-') === false ? 1 : 0;
    else if (!word.text.startsWith('-') && !word.text.includes('=')) targets.push(word);
  }
  const softened = rest.some(word => /^-[a-zA-Z]*i/.test(word.text) || word.text === '--ignore-errors')
    ? '`make -i` ignores failures'
    : undefined;
  const calls =
    targets.length > 0
      ? targets.map(target => callOf('make', target.text, where, [program, target]))
      : [callOf('make', '', where, [program])];
  return softened === undefined ? calls : calls.map(call => ({ ...call, softened }));
}

const SHELLS: ReadonlySet<string> = new Set(['bash', 'sh', 'zsh', 'dash', 'ash']);

function shellCall(
  program: Word,
  rest: readonly Word[],
  folder: string | undefined,
  depth: number,
  seen: Set<number>,
): readonly Found[] {
  const command = rest.findIndex(word => /^-[a-z]*c$/.test(word.text));
  if (command >= 0) {
    const script = rest[command + 1];
    return script && SHELLS.has(programName(program.text)) ? [{ kind: 'script', script }] : [];
  }
  const file = rest.find(word => !word.text.startsWith('-'));
  // Sourced files that are no scripts set up an environment.
  if (!file || (!SHELLS.has(programName(program.text)) && !/\.(?:sh|bash)$/.test(file.text))) return [];
  const known = interpret(rest.slice(rest.indexOf(file)), folder, depth + 1, seen);
  return known.length > 0 && known[0]?.kind === 'tool' ? known : scriptAt(file, folder);
}

function scriptAt(word: Word, folder: string | undefined): readonly Found[] {
  // A program of the machine is no part of the tree.
  if (word.text.startsWith('/')) return [];
  const path = joinFolder(folder, word);
  return [callOf('shell', path ?? word.text, path === undefined ? undefined : folder, [word])];
}
