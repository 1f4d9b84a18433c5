/** From facts about source code to the operations that it registers: which modules are evaluated, and how they find each other. */
import type { Diagnostic } from './core/diagnostic.ts';
import type { Fact } from './core/fact.ts';
import type { ClassNode, Module, ModuleResolver } from './core/program.ts';
import type { ClassifiedFile, Component, Tree } from './core/tree.ts';
import { type ModuleReader, moduleReader, parseModules } from './collect.ts';
import { decodeText } from './decode-text.ts';
import { languageOf } from './files/language.ts';
import type { Method } from './link/implementations.ts';
import { type Linked, link } from './link/link.ts';
import { javascriptResolver } from './parse/javascript/resolve.ts';
import { csharpResolver } from './parse/c-sharp/resolve.ts';
import { elixirResolver } from './parse/elixir/resolve.ts';
import { goResolver } from './parse/go/resolve.ts';
import { jvmResolver } from './parse/jvm/resolve.ts';
import { phpResolver } from './parse/php/resolve.ts';
import { isGrammar } from './parse/program-module.ts';
import { pythonResolver } from './parse/python/resolve.ts';
import { rubyResolver } from './parse/ruby/resolve.ts';
import { rustResolver } from './parse/rust/resolve.ts';
import type { GrammarName } from './parse/syntax/grammar.ts';
import { isProgramFact, programOf } from './program.ts';

/** Evaluates the product code of components in which some detector saw routing, with what it imports from elsewhere. */
export async function linkCode(
  tree: Tree,
  files: readonly ClassifiedFile[],
  components: readonly Component[],
  facts: readonly Fact[],
  known: ReadonlyMap<string, Module>,
): Promise<Linked & { readonly parsing: readonly Diagnostic[] }> {
  const componentOf = new Map(files.map(file => [file.path, file.component]));
  const routing = facts.filter(fact => fact.fileRole === 'product' && ROUTING.has(fact.kind));
  if (routing.length === 0) return { operations: [], diagnostics: [], parsing: [] };
  const source = files.filter(file => file.role === 'product' && isRead(languageOf(file.path) ?? ''));
  const byPath = new Map(source.map(file => [file.path, file]));
  const product = new Map([...known].filter(([path]) => byPath.has(path)));
  const resolve = resolverOf(tree);
  const { modules, diagnostics } = await javascriptModules(tree, byPath, routing, product, resolve);
  // Elsewhere a file matters that says something of routes and guards; others are read when it needs them.
  const saying = new Set(facts.flatMap(fact => (isProgramFact(fact) && !TABLES.has(fact.kind) ? [fact.at.file] : [])));
  const entered = new Map([...product].filter(([path]) => !isJavaScript(path) && saying.has(path)));
  const programs = programsOf(tree, byPath, saying);
  const reader = await moduleReader(
    tree,
    new Map(
      [...saying, ...routing.map(({ at }) => at.file)].every(isJavaScript)
        ? []
        : [...byPath].filter(([path]) => !isJavaScript(path)),
    ),
    product,
  );
  const marking = new Set(facts.flatMap(fact => (fact.kind === 'mark' && isProgramFact(fact) ? [fact.at.file] : [])));
  for (const [path, module] of annotatedModules(tree, byPath, entered, { marking, moduleAt: reader.moduleAt }))
    entered.set(path, module);
  for (const path of programs) {
    const module = entered.has(path) ? undefined : reader.moduleAt(path);
    if (module) entered.set(path, module);
  }
  const mayBe = mayInherit(tree, facts, entered);
  const implementing = source
    .map(file => file.path)
    .filter(path => !isJavaScript(path) && !entered.has(path) && mayBe(path));
  for (const path of implementing) {
    const module = reader.moduleAt(path);
    if (module) entered.set(path, module);
  }
  const program = programOf({
    tree,
    modules: new Map([...modules, ...entered]),
    moduleAt: reader.moduleAt,
    facts,
    components,
    resolve,
    componentOf: file => componentOf.get(file) ?? '.',
    methodsNamed: methodsNamed(tree, byPath),
  });
  const linked = link(program);
  return { ...linked, parsing: [...diagnostics, ...reader.diagnostics] };
}

/**
 * Files of Go that a program starts in, of components of which some file says something of routes: what is handed to it
 * comes from there, whatever the file itself speaks of.
 */
function programsOf(
  tree: Tree,
  byPath: ReadonlyMap<string, ClassifiedFile>,
  saying: ReadonlySet<string>,
): readonly string[] {
  const components = new Set(
    [...saying].flatMap(path => (path.endsWith('.go') ? [byPath.get(path)?.component ?? '.'] : [])),
  );
  if (components.size === 0) return [];
  return [...byPath].flatMap(([path, { component }]) => {
    if (!path.endsWith('.go') || !components.has(component)) return [];
    const text = textOf(tree, path) ?? '';
    return /^package main\b/m.test(text) && /^func main\(/m.test(text) ? [path] : [];
  });
}

/** Types of Go by the names of their methods, found by the text of all files when it is first asked for. */
function methodsNamed(tree: Tree, byPath: ReadonlyMap<string, ClassifiedFile>): (name: string) => readonly Method[] {
  let found: ReadonlyMap<string, readonly Method[]> | undefined;
  return name => {
    found ??= methodsIn(tree, byPath);
    return found.get(name) ?? [];
  };
}

const METHOD = /^func \((?:\w+ +)?\*?(\w+)(?:\[[^\]\n]{0,200}\])?\) (\w+)[([]/gm;

function methodsIn(tree: Tree, byPath: ReadonlyMap<string, ClassifiedFile>): ReadonlyMap<string, readonly Method[]> {
  const found = new Map<string, Method[]>();
  for (const file of [...byPath.keys()].toSorted()) {
    if (!file.endsWith('.go')) continue;
    for (const [, type = '', name = ''] of (textOf(tree, file) ?? '').matchAll(METHOD)) {
      if (isDouble(file, type)) continue;
      const types = found.get(name) ?? [];
      types.push({ file, type });
      found.set(name, types);
    }
  }
  return found;
}

/** Mocks, fakes and stubs. */
function isDouble(file: string, type: string): boolean {
  return (
    /(?:^|[/_-])(?:mocks?|fakes?|stubs?|testutils?|testing)(?:[/_.-]|$)/i.test(file) ||
    /^(?:mock|fake|stub)/i.test(type)
  );
}

/** Facts that say what packages export: a file that states nothing else does nothing by itself. */
const TABLES: ReadonlySet<string> = new Set([
  'guard-export',
  'view-base',
  'known-export',
  'router-base',
  'service',
  'includes',
  // Files that are served by themselves are read once all else has run.
  'served-file',
]);

/** Rounds in which annotations that stand on annotations are looked for. */
const ROUNDS = 3;

/**
 * Files of Java and Kotlin that use an annotation of the tree which carries one that a detector knows: nothing else in
 * them need speak of a framework.
 */
function annotatedModules(
  tree: Tree,
  byPath: ReadonlyMap<string, ClassifiedFile>,
  entered: ReadonlyMap<string, Module>,
  { marking, moduleAt }: { readonly marking: ReadonlySet<string>; readonly moduleAt: ModuleReader['moduleAt'] },
): ReadonlyMap<string, Module> {
  const found = new Map<string, Module>();
  const looked = new Set<string>();
  let modules: readonly Module[] = [...entered.values()].filter(({ file }) => marking.has(file));
  for (let round = 0; round < ROUNDS; round++) {
    const names = modules.flatMap(annotationsIn).filter(name => !looked.has(name));
    if (names.length === 0) break;
    for (const name of names) looked.add(name);
    const uses = new RegExp(`@(?:${names.join('|')})\\b`);
    const more: Module[] = [];
    for (const path of byPath.keys()) {
      if (!/\.(?:java|kt)$/.test(path) || entered.has(path) || found.has(path)) continue;
      if (!uses.test(textOf(tree, path) ?? '')) continue;
      const module = moduleAt(path);
      if (module) {
        found.set(path, module);
        more.push(module);
      }
    }
    modules = more;
  }
  return found;
}

/** Names of the annotations that a module declares and that carry others. */
function annotationsIn(module: Module): readonly string[] {
  return module.body.flatMap(statement => {
    const cls = statement.kind === 'declare' && statement.value?.kind === 'class' ? statement.value.cls : undefined;
    const isOne = cls?.form === 'annotation' && cls.decorators.length > 0 && /^\w+$/.test(cls.name ?? '');
    return isOne && cls.name !== undefined ? [cls.name] : [];
  });
}

const ROUTING: ReadonlySet<string> = new Set([
  'router',
  'route',
  'mark',
  'application-routes',
  'entry-list',
  'object-tree',
  'bound-objects',
  'own-route',
  'service-handler',
  'procedure',
  'view-base',
  'drawing',
  'piece',
  'routes-of',
  'served-file',
]);

type ResolverOf = (paths: ReadonlySet<string>, readText: (path: string) => string | undefined) => ModuleResolver;

const RESOLVERS: Readonly<Record<GrammarName, ResolverOf>> = {
  python: pythonResolver,
  java: jvmResolver,
  kotlin: jvmResolver,
  go: goResolver,
  'c-sharp': csharpResolver,
  ruby: rubyResolver,
  php: phpResolver,
  rust: rustResolver,
  scala: jvmResolver,
  elixir: elixirResolver,
};

/** Which file or package an import means, by the language of the file it stands in. */
function resolverOf(tree: Tree): ModuleResolver {
  const paths = new Set(tree.paths.map(path => path.path));
  const read = (path: string): string | undefined => textOf(tree, path);
  const javascript = javascriptResolver(paths, read);
  const made = new Map<ResolverOf, ModuleResolver>();
  const resolverFor = (grammar: GrammarName): ModuleResolver => {
    const make = RESOLVERS[grammar];
    const known = made.get(make) ?? make(paths, read);
    made.set(make, known);
    return known;
  };
  return (from, specifier, imported) => {
    const language = languageOf(from);
    // Settings name classes of the JVM with their packages, and those of PHP with their namespaces.
    if (language === undefined)
      return resolverFor(specifier.includes('\\') ? 'php' : 'java')(from, specifier, imported);
    return (isGrammar(language) ? resolverFor(language) : javascript)(from, specifier, imported);
  };
}

/** All of the components with routes, and of packages of a monorepo as far as the code imports them. */
async function javascriptModules(
  tree: Tree,
  byPath: ReadonlyMap<string, ClassifiedFile>,
  routing: readonly Fact[],
  product: ReadonlyMap<string, Module>,
  resolve: ModuleResolver,
): Promise<{ readonly modules: ReadonlyMap<string, Module>; readonly diagnostics: readonly Diagnostic[] }> {
  const components = new Set(routing.flatMap(fact => (isJavaScript(fact.at.file) ? [fact.component] : [])));
  const source = [...byPath.values()].filter(file => isJavaScript(file.path));
  const known = new Map([...product].filter(([path]) => isJavaScript(path)));
  const inside = await parseModules(
    tree,
    source.filter(file => components.has(file.component)),
    known,
  );
  let modules = inside.modules;
  const diagnostics = [...inside.diagnostics];
  for (let round = 0; round < 12; round++) {
    const wanted = new Set<string>();
    for (const module of modules.values()) {
      for (const specifier of importsOf(module)) {
        const target = resolve(module.file, specifier);
        if (target.kind === 'file' && byPath.has(target.file) && !modules.has(target.file)) wanted.add(target.file);
      }
    }
    if (wanted.size === 0) break;
    const more = await parseModules(
      tree,
      [...wanted].toSorted().flatMap(path => byPath.get(path) ?? []),
      modules,
    );
    modules = more.modules;
    diagnostics.push(...more.diagnostics);
  }
  return { modules, diagnostics };
}

function importsOf(module: Module): readonly string[] {
  return [
    ...module.imports.filter(binding => !binding.isTypeOnly).map(binding => binding.module),
    ...module.exports.flatMap(binding =>
      binding.kind === 'from' || binding.kind === 'all-from' ? [binding.module] : [],
    ),
  ];
}

/**
 * Whether a file may hold a class that implements or extends one which passes on what is said of it: nothing in the file need
 * say so but the name. Told by its text, since few of a large tree do.
 */
function mayInherit(
  tree: Tree,
  facts: readonly Fact[],
  entered: ReadonlyMap<string, Module>,
): (path: string) => boolean {
  const sites = new Set(
    facts.flatMap(fact =>
      fact.kind === 'mark' && fact.mark.kind === 'controller' && fact.mark.isInherited && isProgramFact(fact)
        ? [fact.site]
        : [],
    ),
  );
  if (sites.size === 0) return () => false;
  const names = [...entered.values()]
    .flatMap(module => classesOf(module.body))
    .filter(
      ({ decorators, form, isAbstract }) =>
        (form === 'interface' || isAbstract) && decorators.some(one => sites.has(one.expression)),
    )
    .flatMap(({ name }) => name ?? []);
  if (names.length === 0) return () => false;
  const heirs = new RegExp(`(?:implements|extends|[):])[\\s\\w.,<>?@()]{0,400}?\\b(?:${names.join('|')})\\b`);
  return path => {
    const text = textOf(tree, path);
    return text !== undefined && names.some(name => text.includes(name)) && heirs.test(text);
  };
}

/** Classes that a module declares at its top. */
function classesOf(body: Module['body']): readonly ClassNode[] {
  return body.flatMap(statement =>
    statement.kind === 'declare' && statement.value?.kind === 'class' ? [statement.value.cls] : [],
  );
}

function textOf(tree: Tree, path: string): string | undefined {
  const content = tree.read(path);
  return content.kind === 'bytes' ? decodeText(content.bytes).text : undefined;
}

function isJavaScript(path: string): boolean {
  const language = languageOf(path);
  return language === 'javascript' || language === 'typescript';
}

/** Whether routes are looked for in files of a language. */
export function isRead(language: string): boolean {
  return isGrammar(language) || language === 'javascript' || language === 'typescript';
}
