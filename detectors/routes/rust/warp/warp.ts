import type { FactBody } from '../../../../src/core/fact.ts';
import type { Method, ProgramFact, RouterRules, Taken } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { lastName, type Link, linksOf, madeAt, namesIn } from '../chains.ts';
import { VERBS } from '../verbs.ts';

export const warp = defineDetector({
  id: 'warp',
  title: 'warp',
  kind: 'framework',
  docs: 'https://docs.rs/warp/latest/warp/trait.Filter.html',
  reads: 'rust',
  files: ['**/*.rs'],
  words: ['warp'],
  emits: ['router', 'mount', 'compose', 'guard-kind'],
  limits: [
    'A method that a filter of its own asks for, and not the chain that answers, is not seen: the operation is then one for all methods.',
    'Filters that reject are not followed: where the name of one speaks of callers, who may call is not known.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => (/\bwarp\b/.test(file.text) ? factsIn(file) : []),
});

function factsIn(file: ProgramFile): readonly FactBody[] {
  const inner = innerCalls(file);
  return file.calls.flatMap(site => factsOf(file, site, inner));
}

/**
 * Answers that are only a part of a longer chain: `a.then(f).and(b).map(g)` is one route, and `end().map(f)` that is handed to
 * `and` only hands a value on.
 */
function innerCalls(file: ProgramFile): ReadonlySet<Expr> {
  const inner = new Set<Expr>();
  for (const { call, name, receiver } of file.calls) {
    if (!receiver || (name !== 'and' && !ANSWERING.has(name))) continue;
    for (const { call: link, name: linked } of linksOf(receiver)) if (ANSWERING.has(linked)) inner.add(link);
    const [first] = call.args;
    if (name !== 'and' || first?.kind !== 'call' || !ANSWERING.has(linksOf(first).at(-1)?.name ?? '')) continue;
    const chain = chainOf(file, first);
    if (chain && chain.methods.length === 0 && chain.paths.every(isEnd)) inner.add(first);
  }
  return inner;
}

function isEnd(path: Expr): boolean {
  return path.kind === 'text' && path.value === '';
}

const RULES: RouterRules = { syntax: 'rust', guards: 'always', handlersDecide: 'by-credentials' };
const PACKAGES: ReadonlySet<string> = new Set(['warp']);

function factsOf(
  file: ProgramFile,
  { call, name, receiver }: CallSite,
  inner: ReadonlySet<Expr>,
): readonly ProgramFact[] {
  const base = { at: call.nameAt, framework: 'warp', site: call } as const;
  const [first] = call.args;
  const names = namesIn(file, call.callee, PACKAGES);
  if (names) {
    if ((names.at(-1) === 'serve' || names.at(-1) === 'service') && first)
      return [{ kind: 'compose', ...base, guards: [], of: first, rules: RULES, role: 'application' }];
    const part = partOf(file, call);
    return part?.kind === 'path' ? [{ kind: 'router', ...base, role: 'router', rules: RULES, prefix: part.path }] : [];
  }
  if (!receiver || !first) return [];
  if (name === 'or' && partOf(file, call)?.kind !== 'method')
    return [
      { kind: 'router', ...base, role: 'router', rules: RULES, isValue: true },
      { kind: 'mount', ...base, on: call, chain: [receiver, first], onlyRouters: true },
    ];
  if (name !== 'and' && !ANSWERING.has(name)) return [];
  if (inner.has(call)) return [];
  const chain = chainOf(file, call);
  if (!chain) return [];
  const prefix = chain.paths.length > 0 ? { prefix: joined(call.at, chain.paths) } : {};
  // What a filter of the program asks for counts as well, and where it asks for nothing, the chain has no place.
  const below = chain.below ? { below: chain.below, ...(chain.isPlaced ? {} : { onlyBelow: true as const }) } : {};
  const asked = chain.methods.length > 0 ? { methods: chain.methods } : {};
  if (name === 'and')
    return [
      { kind: 'router', ...base, role: 'router', rules: RULES, isValue: true, ...prefix, ...below, ...asked },
      { kind: 'mount', ...base, on: call, chain: chain.others, onlyRouters: true },
    ];
  // A filter that looks at neither path nor method only hands something on.
  if (!chain.isPlaced && !chain.below) return [];
  const guards = chain.others.filter(speaks).map(other => ({ other, guard: madeAt(other.at) }));
  const methods: readonly Method[] = chain.methods.length > 0 ? chain.methods : ['ANY'];
  const at = chain.paths[0]?.at ?? base.at;
  return [
    ...guards.map(({ other, guard }): ProgramFact => ({
      kind: 'guard-kind',
      at: other.at,
      framework: 'warp',
      site: guard,
      effect: 'unknown',
      why: 'a filter whose name speaks of callers, and which is not followed',
    })),
    {
      kind: 'router',
      ...base,
      at,
      role: 'router',
      rules: RULES,
      isValue: true,
      ...prefix,
      ...below,
      routes: [
        {
          at,
          methods,
          chain: [answerOf(call) ?? first],
          guards: guards.map(({ guard }) => guard),
          ...(chain.takes.length > 0 ? { takes: chain.takes } : {}),
        },
      ],
    },
  ];
}

/** The function that answers: what comes after the last one that may wait only gives its answer another form. */
function answerOf(call: Expr): Expr | undefined {
  const links = linksOf(call);
  const link =
    links.findLast(({ name }) => name === 'and_then' || name === 'then') ??
    links.findLast(({ name }) => name === 'map');
  return link?.call.args[0];
}

/** What ends a chain of filters with an answer. */
const ANSWERING: ReadonlySet<string> = new Set(['map', 'and_then', 'then']);

type Part =
  | { readonly kind: 'path'; readonly path: Expr }
  | { readonly kind: 'method'; readonly methods: readonly Method[] }
  /** It takes something of the request, or lets all pass. */
  | { readonly kind: 'plain'; readonly asksForCredential: boolean; readonly takes: readonly Taken[] };

/** What one filter of warp asks for; undefined for a filter of the program. */
function partOf(file: ProgramFile, expr: Expr): Part | undefined {
  const [root] = linksOf(expr);
  if (!root) return undefined;
  const names = namesIn(file, root.call.callee, PACKAGES);
  const last = names?.at(-1);
  const { at, args } = root.call;
  const [first] = args;
  if (names === undefined || last === undefined) return undefined;
  // `warp::query()` takes the query.
  const isMethod = last !== 'query' && (names.length === 1 || names[0] === 'method');
  const method = isMethod ? VERBS.get(last) : undefined;
  if (method) return { kind: 'method', methods: [method, ...otherMethods(file, expr)] };
  if (last === 'ws') return { kind: 'method', methods: ['GET'] };
  if (last === 'path!') return { kind: 'path', path: macroPath(at, first) };
  if (last === 'path' && first) return { kind: 'path', path: first };
  if (names.at(-2) === 'path' || names.includes('path')) {
    if (last === 'param') return { kind: 'path', path: { kind: 'text', at, value: '{param}' } };
    if (last === 'tail') return { kind: 'path', path: { kind: 'text', at, value: '{*tail}' } };
    if (last === 'end') return { kind: 'path', path: { kind: 'text', at, value: '' } };
  }
  const key = first?.kind === 'text' ? first.value : '';
  return {
    kind: 'plain',
    asksForCredential: names.includes('header') && /^authorization$|token|api-?key/i.test(key),
    takes: takenBy(file, names, root.call, key),
  };
}

/**
 * What a filter of warp takes from a request: `header("x")`, `cookie::optional("x")`, `query::<Page>()`, `body::json::<User>()`, of
 * a struct of the same file its fields. Source: warp, filters.
 */
function takenBy(file: ProgramFile, names: readonly string[], call: CallExpr, key: string): readonly Taken[] {
  const holder = names.find(name => name === 'header' || name === 'cookie');
  if (holder !== undefined && key !== '') return [{ name: key, in: holder === 'header' ? 'header' : 'cookie' }];
  const last = names.at(-1) ?? '';
  const isQuery = names.includes('query') && last !== 'raw';
  if (!isQuery && !(names.includes('body') && BODIES.has(last))) return [];
  const place = isQuery ? 'query' : 'body';
  const type = /^\s*(?:\w+::)*(\w+)/.exec(call.typeArguments[0] ?? '')?.[1];
  const cls = file.classes.find(({ name }) => name !== undefined && name === type);
  const fields = (cls?.members ?? []).flatMap(member =>
    member.kind === 'field' && member.value === undefined && !/^\d/.test(member.name)
      ? [{ name: member.name, in: place } as const]
      : [],
  );
  return [{ name: type ?? place, in: place }, ...fields];
}

const BODIES: ReadonlySet<string> = new Set(['json', 'form', 'bytes', 'stream', 'aggregate']);

/** Of `warp::get().or(warp::head()).unify()` the methods beside the first. */
function otherMethods(file: ProgramFile, expr: Expr): readonly Method[] {
  return linksOf(expr).flatMap(({ call, name }) => {
    const [first] = call.args;
    const part = name === 'or' && first ? partOf(file, first) : undefined;
    return part?.kind === 'method' ? part.methods : [];
  });
}

/** `path!("users" / u32 / "posts")`: what is no text is a parameter. */
function macroPath(at: Expr['at'], written: Expr | undefined): Expr {
  const parts = written?.kind === 'operation' ? written.operands : written ? [written] : [];
  const segments = parts.flatMap((part): readonly string[] =>
    part.kind === 'text' ? [part.value] : part.kind === 'name' || part.kind === 'member' ? ['{param}'] : [],
  );
  return { kind: 'text', at: written?.at ?? at, value: segments.join('/') };
}

type Chain = {
  readonly paths: readonly Expr[];
  readonly methods: readonly Method[];
  /** Filters of the program, and those that ask for a credential. */
  readonly others: readonly Expr[];
  /** A filter of the program that the chain starts with. */
  readonly below?: Expr;
  readonly takes: readonly Taken[];
  /** Some part looks at the path or the method. */
  readonly isPlaced: boolean;
};

/** The parts of `a.and(b).and(c)`; undefined where nothing in it is a filter of warp. */
function chainOf(file: ProgramFile, call: Expr): Chain | undefined {
  const links = linksOf(call);
  const start = rootOf(call);
  const own = partOf(file, start);
  const filters = links.flatMap((link: Link) =>
    link.name === 'and' && link.call !== start ? link.call.args.slice(0, 1) : [],
  );
  const parts = filters.map(filter => ({ filter, part: partOf(file, filter) }));
  if (!own && !parts.some(({ part }) => part) && !isFilter(start)) return undefined;
  const all = own ? [{ filter: start, part: own }, ...parts] : parts;
  const paths = all.flatMap(({ part }) => (part?.kind === 'path' ? [part.path] : []));
  const methods = all.flatMap(({ part }) => (part?.kind === 'method' ? part.methods : []));
  const others = all.flatMap(({ filter, part }) =>
    part === undefined || (part.kind === 'plain' && part.asksForCredential) ? [filter] : [],
  );
  return {
    paths,
    methods,
    others,
    takes: all.flatMap(({ part }) => (part?.kind === 'plain' ? part.takes : [])),
    ...(own ? {} : { below: start }),
    isPlaced: paths.length > 0 || methods.length > 0,
  };
}

/** Whether the start of a chain may be a filter of the program: a function of it, or a name for one. */
function isFilter(start: Expr): boolean {
  return start.kind === 'name' || (start.kind === 'call' && start.callee.kind === 'name');
}

/** What a chain of `and` starts with. */
function rootOf(call: Expr): Expr {
  let at = call;
  while (
    at.kind === 'call' &&
    at.callee.kind === 'member' &&
    (at.callee.name === 'and' || ANSWERING.has(at.callee.name) || KEEPING.has(at.callee.name))
  )
    at = at.callee.of;
  return at;
}

const KEEPING: ReadonlySet<string> = new Set([
  'boxed',
  'clone',
  'with',
  'recover',
  'untuple_one',
  'unify',
  'or_else',
  'map_err',
]);

function joined(at: Expr['at'], paths: readonly Expr[]): Expr {
  const [only, ...rest] = paths;
  if (only && rest.length === 0) return only;
  return { kind: 'concat', at, parts: paths.flatMap(path => [{ kind: 'text', at, value: '/' } satisfies Expr, path]) };
}

/** Whether the name of a filter speaks of callers. */
function speaks(filter: Expr): boolean {
  const [root] = linksOf(filter);
  const callee = root ? root.call.callee : filter;
  const name = callee.kind === 'name' || callee.kind === 'member' ? lastName(callee.name) : '';
  return (
    name === 'header' ||
    name === 'exact' ||
    /auth|user|session|token|jwt|login|admin|claim|identity|guard|permission|role|key/i.test(name)
  );
}
