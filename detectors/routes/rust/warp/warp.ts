import type { FactBody } from '../../../../src/core/fact.ts';
import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
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
  detect: (file): readonly FactBody[] =>
    /\bwarp\b/.test(file.text) ? file.calls.flatMap(site => factsOf(file, site)) : [],
});

const RULES: RouterRules = { syntax: 'rust', guards: 'always' };
const PACKAGES: ReadonlySet<string> = new Set(['warp']);

function factsOf(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const base = { at: call.nameAt, framework: 'warp', site: call } as const;
  const [first] = call.args;
  const names = namesIn(file, call.callee, PACKAGES);
  if (names) {
    if (names.at(-1) === 'serve' && first)
      return [{ kind: 'compose', ...base, guards: [], of: first, rules: RULES, role: 'application' }];
    const part = partOf(file, call);
    return part?.kind === 'path' ? [{ kind: 'router', ...base, role: 'router', rules: RULES, prefix: part.path }] : [];
  }
  if (!receiver || !first) return [];
  if (name === 'or')
    return [
      { kind: 'router', ...base, role: 'router', rules: RULES },
      { kind: 'mount', ...base, on: call, chain: [receiver, first], onlyRouters: true },
    ];
  if (name !== 'and' && !ANSWERING.has(name)) return [];
  const chain = chainOf(file, call);
  if (!chain) return [];
  const prefix = chain.paths.length > 0 ? { prefix: joined(call.at, chain.paths) } : {};
  const below = chain.below ? { below: chain.below } : {};
  if (name === 'and')
    return [
      { kind: 'router', ...base, role: 'router', rules: RULES, ...prefix, ...below },
      { kind: 'mount', ...base, on: call, chain: chain.others, onlyRouters: true },
    ];
  // A filter that looks at neither path nor method only hands something on.
  if (!chain.isPlaced) return [];
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
      ...prefix,
      ...below,
      routes: [{ at, methods, chain: [first], guards: guards.map(({ guard }) => guard) }],
    },
  ];
}

/** What ends a chain of filters with an answer. */
const ANSWERING: ReadonlySet<string> = new Set(['map', 'and_then', 'then']);

type Part =
  | { readonly kind: 'path'; readonly path: Expr }
  | { readonly kind: 'method'; readonly method: Method }
  /** It takes something of the request, or lets all pass. */
  | { readonly kind: 'plain'; readonly asksForCredential: boolean };

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
  if (method) return { kind: 'method', method };
  if (last === 'ws') return { kind: 'method', method: 'GET' };
  if (last === 'path!') return { kind: 'path', path: macroPath(at, first) };
  if (last === 'path' && first) return { kind: 'path', path: first };
  if (names.at(-2) === 'path' || names.includes('path')) {
    if (last === 'param') return { kind: 'path', path: { kind: 'text', at, value: '{param}' } };
    if (last === 'tail') return { kind: 'path', path: { kind: 'text', at, value: '{*tail}' } };
    if (last === 'end') return { kind: 'path', path: { kind: 'text', at, value: '' } };
  }
  const key = first?.kind === 'text' ? first.value : '';
  return { kind: 'plain', asksForCredential: names.includes('header') && /^authorization$|token|api-?key/i.test(key) };
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
  if (!own && !parts.some(({ part }) => part)) return undefined;
  const all = own ? [{ filter: start, part: own }, ...parts] : parts;
  const paths = all.flatMap(({ part }) => (part?.kind === 'path' ? [part.path] : []));
  const methods = all.flatMap(({ part }) => (part?.kind === 'method' ? [part.method] : []));
  const others = all.flatMap(({ filter, part }) =>
    part === undefined || (part.kind === 'plain' && part.asksForCredential) ? [filter] : [],
  );
  return {
    paths,
    methods,
    others,
    ...(own ? {} : { below: start }),
    isPlaced: paths.length > 0 || methods.length > 0,
  };
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
