/** Files that a web server runs when their path is asked for: scripts of PHP that no front controller stands before. */
import type { ProgramFact } from '../core/facts/program.ts';
import { type Node, visitNodes } from '../core/program-nodes.ts';
import type { Expr, Module, Statement } from '../core/program.ts';
import { push } from './events.ts';
import { type Machine, rootRouter } from './machine.ts';
import { loadModule } from './modules.ts';
import { SERVED_FOLDERS } from './script-base.ts';
import { type Value, unknown } from './value.ts';

type ServedFile = Extract<ProgramFact, { kind: 'served-file' }>;
type Includes = Extract<ProgramFact, { kind: 'includes' }>;

/** Folders whose files are parts of others, whoever includes them. */
const PARTS = /(?:^|\/)(?:views?|templates?|partials?|layouts?|template-parts|blocks|themes?|tpl|emails?)\//i;
/** Folders whose files are parts of others where they do not read the request. */
const LIBRARIES =
  /(?:^|\/)_?(?:inc|includes?|libs?|library|libraries|src|app|application|class(?:es)?|config|conf|core|common|functions?|helpers?|models?|controllers?|modules?|components?|plugins?|lang|languages?|locale|i18n|migrations?|database|db|install|setup|cache|storage|data|bin|cron|scripts?|tools?|vendor|protected|system|shared)\//i;

/** Puts every file that answers by itself on the root of its component, once the routes of frameworks are there. */
export function serveFiles(machine: Machine): void {
  const served = machine.program.facts.filter(fact => fact.kind === 'served-file');
  if (served.length === 0) return;
  const saying = machine.program.facts.filter(fact => fact.kind === 'includes');
  const parts = partsOf(machine, saying, served);
  const frameworks = new Set(
    machine.routers.flatMap(({ at, events }) =>
      events.length > 0 && at.file.endsWith('.php') ? [machine.program.componentOf(at.file)] : [],
    ),
  );
  for (const fact of served.toSorted((a, b) => (a.at.file < b.at.file ? -1 : 1))) {
    const { file } = fact.at;
    if (parts.has(file)) continue;
    const component = machine.program.componentOf(file);
    const below = component === '.' || component === '' ? file : file.slice(component.length + 1);
    if (PARTS.test(below)) continue;
    if (fact.isWeak && (LIBRARIES.test(below) || hasFramework(frameworks, component))) continue;
    if (saying.some(({ isExtension, at }) => isExtension && file.startsWith(folderOf(at.file)))) continue;
    const path = webPath(machine, component, below, saying);
    if (path !== undefined) serveFile(machine, fact, path);
  }
}

/** Whether a framework serves a component, or one inside it or around it. */
function hasFramework(frameworks: ReadonlySet<string>, component: string): boolean {
  const isAround = (a: string, b: string): boolean => a === '.' || a === '' || a === b || b.startsWith(`${a}/`);
  return [...frameworks].some(one => isAround(one, component) || isAround(component, one));
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1);
}

/** Where a file is served: below the folder that its server is pointed at. Undefined for one beside that folder. */
function webPath(machine: Machine, component: string, below: string, saying: readonly Includes[]): string | undefined {
  const segments = below.split('/');
  const folders = saying.flatMap(({ isRoot, at }) =>
    isRoot && machine.program.componentOf(at.file) === component
      ? [folderOf(component === '.' || component === '' ? at.file : at.file.slice(component.length + 1))]
      : [],
  );
  const inside = folders.filter(folder => below.startsWith(folder)).toSorted((a, b) => a.length - b.length)[0];
  if (inside !== undefined) return `/${below.slice(inside.length)}`;
  // A folder at the top that is served is the one that is.
  if (folders.some(folder => folder.split('/').length === 2)) return undefined;
  const [first = '', ...rest] = segments;
  return `/${SERVED_FOLDERS.has(first) && rest.length > 0 ? rest.join('/') : below}`;
}

/** Files that others include, by name, by a path that ends as theirs, or by a computed name in their folder. */
function partsOf(machine: Machine, saying: readonly Includes[], served: readonly ServedFile[]): ReadonlySet<string> {
  const parts = new Set<string>();
  const files = served.map(({ at }) => at.file);
  for (const { at } of saying) {
    const module = moduleAt(machine, at.file);
    if (!module) continue;
    visitNodes(module.body, node => {
      if (node.kind !== 'load') return;
      for (const part of includedBy(machine, at.file, node.module, files)) if (part !== at.file) parts.add(part);
    });
  }
  return parts;
}

function moduleAt(machine: Machine, file: string): Module | undefined {
  return machine.program.modules.get(file) ?? machine.program.moduleAt?.(file);
}

/** The files of a list that an include may mean. */
function includedBy(machine: Machine, from: string, path: Expr, files: readonly string[]): readonly string[] {
  if (path.kind === 'text') {
    const target = machine.program.resolve(from, path.value);
    if (target.kind === 'file') return [target.file];
    const tail = path.value.replace(/^(?:\.{0,2}\/)+/, '');
    return tail === '' ? [] : files.filter(file => file === tail || file.endsWith(`/${tail}`));
  }
  if (path.kind === 'choice') return [path.then, path.otherwise].flatMap(one => includedBy(machine, from, one, files));
  if (path.kind !== 'concat') return [];
  const [first] = path.parts;
  const texts = path.parts.map(part => (part.kind === 'text' ? part.value : undefined));
  const last = texts.at(-1);
  // `$root . '/inc/x.php'`: what the path ends in is the file.
  if (last !== undefined && /[\w-]\.\w+$/.test(last) && last.includes('/')) {
    const tail = last.replace(/^.*\.\.\//, '').replace(/^\/+/, '');
    return files.filter(file => file === tail || file.endsWith(`/${tail}`));
  }
  // `'pages/' . $page . '.php'`: any file of the folder.
  const isHere = first?.kind === 'name' && first.name === '__dirname';
  const folder = texts.find(text => text?.includes('/'));
  if (folder === undefined && !isHere && first?.kind !== 'text') {
    const ending = last !== undefined && /\.\w+$/.test(last) ? last : undefined;
    return ending === undefined ? [] : files.filter(file => folderOf(file) === folderOf(from) && file.endsWith(ending));
  }
  const tail = `${(folder ?? '').replace(/^(?:\.{0,2}\/)+/, '').replace(/[^/]*$/, '')}`;
  const within = tail === '' ? folderOf(from) : `/${tail}`;
  return files.filter(file => (tail === '' ? folderOf(file) === within : `/${folderOf(file)}`.endsWith(within)));
}

/** How deep files that include files are followed, and how many statements may come together. */
const DEPTH = 6;
const LIMIT = 4_000;

type Joining = { readonly machine: Machine; readonly seen: Set<string>; left: number; missing: string | undefined };

function serveFile(machine: Machine, fact: ServedFile, path: string): void {
  const { file } = fact.at;
  const state = loadModule(machine, file);
  if (!state) return;
  const joining: Joining = { machine, seen: new Set([file]), left: LIMIT, missing: undefined };
  const body = joined(joining, file, state.module.body, 0);
  const end = state.module.body.at(-1)?.at ?? fact.at;
  const id = `${file}#script`;
  const fn = {
    id,
    at: { ...fact.at, endLine: end.endLine, endColumn: end.endColumn },
    parameters: [],
    body,
    isAsync: false,
    bindsSelf: false,
    decorators: [],
    doc: '',
  };
  const handler: Value = { kind: 'closure', fn, scope: state.scope };
  const why = joining.missing;
  push(machine, rootRouter(machine, fact.framework, fact.at, fact.rules), {
    kind: 'route',
    at: fact.at,
    methods: fact.methods,
    paths: [{ kind: 'text', text: path.replaceAll(/[{}]/g, '') }],
    guards: why === undefined ? [] : [unknown(`${why} is included, and was not found`, 'a file that it includes')],
    chain: [handler],
  });
}

/** The statements of a file with those of the files that it includes in their places. */
function joined(joining: Joining, file: string, statements: readonly Statement[], depth: number): readonly Statement[] {
  const inner = (body: readonly Statement[]): readonly Statement[] => joined(joining, file, body, depth);
  return statements.flatMap((statement): readonly Statement[] => {
    if (--joining.left < 0) {
      joining.missing ??= 'more than could be followed';
      return [];
    }
    switch (statement.kind) {
      case 'evaluate':
        return statement.value.kind === 'load'
          ? included(joining, file, statement.value.module, depth)
          : [noted(joining, statement)];
      case 'branch':
        return [{ ...statement, then: inner(statement.then), otherwise: inner(statement.otherwise) }];
      case 'block':
      case 'each':
      case 'repeat':
        return [{ ...statement, body: inner(statement.body) }];
      case 'attempt':
        return [
          {
            ...statement,
            body: inner(statement.body),
            handler: inner(statement.handler),
            after: inner(statement.after),
          },
        ];
      case 'select':
        return [{ ...statement, cases: statement.cases.map(one => ({ ...one, body: inner(one.body) })) }];
      case 'declare':
        // Functions and classes are found by their names.
        if (statement.value?.kind === 'function' || statement.value?.kind === 'class') return [];
        return [noted(joining, statement)];
      default:
        return [noted(joining, statement)];
    }
  });
}

/** An include inside an expression is not followed. */
function noted(joining: Joining, statement: Statement): Statement {
  visitNodes(
    [statement],
    node => {
      if (node.kind !== 'load' || isHarmless(node.module) || isSettings(joining.machine, node.module)) return;
      joining.missing ??= wordsOf(node.module);
    },
    isOutside,
  );
  return statement;
}

/** What functions and classes hold does not run where they are written. */
function isOutside(node: Node): boolean {
  return node.kind !== 'function' && node.kind !== 'class';
}

function included(joining: Joining, file: string, path: Expr, depth: number): readonly Statement[] {
  const target = path.kind === 'text' ? joining.machine.program.resolve(file, path.value) : undefined;
  if (target?.kind !== 'file') {
    const ending = path.kind === 'concat' ? includedBy(joining.machine, file, path, knownFiles(joining.machine)) : [];
    const [only, ...others] = ending;
    if (only !== undefined && others.length === 0 && isFixedEnd(path)) return follow(joining, only, depth);
    if (!isHarmless(path) && !isSettings(joining.machine, path)) joining.missing ??= wordsOf(path);
    return [];
  }
  return follow(joining, target.file, depth);
}

function follow(joining: Joining, file: string, depth: number): readonly Statement[] {
  if (joining.seen.has(file)) return [];
  if (depth >= DEPTH) {
    joining.missing ??= file;
    return [];
  }
  joining.seen.add(file);
  const module = loadModule(joining.machine, file)?.module;
  return module ? joined(joining, file, module.body, depth + 1) : [];
}

const FILES = new WeakMap<Machine, readonly string[]>();

function knownFiles(machine: Machine): readonly string[] {
  const files = FILES.get(machine) ?? machine.program.filesBelow('').filter(file => /\.(?:php|inc)$/.test(file));
  FILES.set(machine, files);
  return files;
}

/** Whether what a computed path ends in names the file. */
function isFixedEnd(path: Expr): boolean {
  const last = path.kind === 'concat' ? path.parts.at(-1) : undefined;
  return last?.kind === 'text' && /\/[\w./-]+\.\w+$/.test(`/${last.value}`) && last.value.includes('/');
}

/** Settings that every installation writes for itself stand beside the tree, often with a sample in it. */
function isSettings(machine: Machine, path: Expr): boolean {
  const name = /([\w.-]+)\.php$/.exec(wordsOf(path))?.[1];
  if (name === undefined) return false;
  if (SETTINGS.test(name)) return true;
  const sample = new RegExp(
    `(?:^|/)${name.replaceAll(/[.-]/g, '\\$&')}(?:[-.](?:dist|example|sample|default)\\.php|\\.php[-.](?:dist|example|sample|default))$`,
  );
  return machine.program.filesBelow('').some(file => sample.test(file));
}

const SETTINGS =
  /^(?:(?:local|app|site|db|database|my|wp)[-_.]?)?(?:config|conf|configuration|settings?|constants?|env|credentials|secrets?|db|database|conn|connection|connect)(?:[-_.](?:inc|local|db))*$/i;

/** What package managers write only makes classes known. */
function isHarmless(path: Expr): boolean {
  return /(?:^|[/\\])vendor[/\\]|autoload\.php$/.test(wordsOf(path));
}

function wordsOf(path: Expr): string {
  if (path.kind === 'text') return path.value.replaceAll('\u0001', '');
  if (path.kind === 'concat') return path.parts.map(part => (part.kind === 'text' ? part.value : '…')).join('');
  return 'a file by a computed name';
}
