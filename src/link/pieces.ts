/** Routes that are put together of values: pieces that say what has to hold of a request, and what is put behind them. */
import { callAt } from '../core/program-nodes.ts';
import type { Extraction, PieceFact, PieceGuard } from '../core/facts/piece.ts';
import type { Method, RouterRules, Taken } from '../core/facts/program.ts';
import type { Location } from '../core/location.ts';
import type { CallExpr, Expr, Statement } from '../core/program.ts';
import type { MethodCall } from './builtins.ts';
import { callClosure } from './calling.ts';
import { push } from './events.ts';
import type { Frame } from './frame.ts';
import { refusedInScala } from './guards/scala.ts';
import { isHarmlessPackage } from './guards/vocabulary.ts';
import { operand } from './interpreter.ts';
import { functionIn } from './known-guards.ts';
import { type Machine, addRouter } from './machine.ts';
import { methodWords } from './method-words.ts';
import { ROOT, pathsOf } from './path-values.ts';
import type { PathValue, Router } from './router.ts';
import {
  type ClosureValue,
  HOLE,
  type KnownGuard,
  type PieceValue,
  type Value,
  asRouter,
  flatten,
  optionsOf,
  routersIn,
} from './value.ts';

/** Paths that one piece may stand for. */
const PATH_LIMIT = 16;

/** What a site gives; undefined where nothing at it is a piece or a route. */
export function pieceOrRoutes(machine: Machine, frame: Frame, fact: PieceFact): Value | undefined {
  const made = madeAt(machine, frame, fact);
  // One that holds nothing of the kind is evaluated as anything else is.
  if (made) machine.fired.add(fact.site);
  return made;
}

function madeAt(machine: Machine, frame: Frame, fact: PieceFact): Value | undefined {
  const value = (expr: Expr): Value => operand(machine, frame, expr);
  switch (fact.kind) {
    case 'piece':
      return pieceOf(machine, fact, value);
    case 'behind': {
      const of = value(fact.of);
      const inner = fact.inner.map(value);
      const [first] = inner;
      const pieces = optionsOf(of).flatMap(option => (option.kind === 'piece' ? [option] : []));
      const [piece] = pieces;
      if (piece && first) return putBehind(machine, piece, first, fact.site);
      return wrapped(machine, fact, of, inner);
    }
    case 'routes-of': {
      const items = fact.items.map(value);
      const routes = items.flatMap(item => routesIn(machine, item));
      if (routes.length === 0 && fact.mayGuard && items.some(isGuard)) return { kind: 'list', items, isOpen: false };
      if (routes.length === 0) return undefined;
      const router = addRouter(machine, {
        framework: fact.framework,
        at: fact.at,
        role: fact.isStarted ? 'application' : 'router',
        rules: fact.rules,
        isValue: true,
      });
      if (fact.prefix) router.prefixes.push([...pathsOf(value(fact.prefix))]);
      push(machine, router, { kind: 'mount', at: fact.at, paths: ROOT, items: routes });
      return { kind: 'router', router };
    }
  }
}

function isGuard(value: Value): boolean {
  return flatten(value).some(item => item.kind === 'guard');
}

/** The routers among values; functions without parameters are asked for what they give. */
function routesIn(machine: Machine, value: Value): readonly Value[] {
  return flatten(value)
    .flatMap(item => optionsOf(item))
    .flatMap((item): readonly Value[] => {
      if (item.kind === 'closure' && item.fn.parameters.length === 0)
        return flatten(callClosure(machine, item, []))
          .map(asRouter)
          .filter(one => routersIn(one).length > 0);
      if (item.kind === 'piece' && item.isEndpoint && item.methods) return [endpointRoute(machine, item)];
      const router = asRouter(item);
      return routersIn(router).length > 0 ? [router] : [];
    });
}

function pieceOf(
  machine: Machine,
  fact: Extract<PieceFact, { kind: 'piece' }>,
  value: (expr: Expr) => Value,
): Value | undefined {
  const given = (fact.of ?? []).map(value).map(one => pieceIn(machine, one));
  const known = given.flatMap(one => one ?? []);
  // A text among paths is a path; something else beside a piece is no part of it that could be read.
  if (fact.of && known.length === 0) return undefined;
  for (const one of known) take(machine, one);
  const added = pathsOfAll(machine, (fact.path ?? []).map(value), fact);
  const own = known.map(one => one.paths);
  const paths = fact.isEither
    ? own.flat().slice(0, PATH_LIMIT)
    : (fact.isBefore ? [added, ...own] : [...own, added]).reduce<readonly PathValue[]>(
        (left, right) => joined(left, right, fact.isJoined === true),
        ROOT,
      );
  const methods = fact.isEither
    ? union(known)
    : intersection([
        ...known.flatMap(one => (one.methods ? [one.methods] : [])),
        ...(fact.methods ? [methodWords(fact.methods, value)] : []),
      ]);
  const guards = [
    ...known.flatMap(one => one.guards),
    ...(fact.guards ?? []).flatMap(expr => guardsOf(machine, value(expr), fact.isMixed === true)),
  ];
  const handler = fact.handler ? value(fact.handler) : known.findLast(one => one.handler)?.handler;
  const piece: PieceValue = {
    kind: 'piece',
    at: placeOf(fact, added) ?? known[0]?.at ?? fact.at,
    site: fact.site.at,
    framework: fact.framework,
    rules: fact.rules,
    paths,
    ...(methods ? { methods } : {}),
    guards: settledGuards(fact, guards, value),
    takes: takenBy(machine, fact, known, value),
    ...(fact.extracts ? { extracts: extractionOf(fact.extracts, value) } : {}),
    isDirective: fact.isDirective === true,
    isEndpoint: fact.isEndpoint === true || known.some(one => one.isEndpoint),
    ...(handler ? { handler } : {}),
    state: { isTaken: false },
  };
  if (piece.isEndpoint) machine.last.push(() => serveAlone(machine, piece));
  return piece;
}

/** The piece that a value is: a directive that is a function without parameters gives it. */
function pieceIn(machine: Machine, value: Value): PieceValue | undefined {
  for (const option of optionsOf(value)) {
    if (option.kind === 'piece') return option;
    if (option.kind === 'closure' && option.fn.parameters.length === 0) {
      const made = optionsOf(callClosure(machine, option, [])).find(one => one.kind === 'piece');
      if (made?.kind === 'piece') return made;
    }
  }
  return undefined;
}

function union(pieces: readonly PieceValue[]): readonly Method[] | undefined {
  return pieces.every(piece => piece.methods) ? [...new Set(pieces.flatMap(piece => piece.methods ?? []))] : undefined;
}

function intersection(lists: readonly (readonly Method[])[]): readonly Method[] | undefined {
  const [first, ...rest] = lists;
  return (
    first &&
    rest.reduce(
      (left, right) =>
        right.includes('ANY') ? left : left.includes('ANY') ? right : left.filter(method => right.includes(method)),
      first,
    )
  );
}

/** The path that a fact adds, if it adds any. */
function placeOf(fact: Extract<PieceFact, { kind: 'piece' }>, added: readonly PathValue[]): Location | undefined {
  return added.some(path => path.kind !== 'text' || path.text !== '') ? fact.path?.[0]?.at : undefined;
}

function settledGuards(
  fact: Extract<PieceFact, { kind: 'piece' }>,
  guards: readonly Value[],
  value: (expr: Expr) => Value,
): readonly Value[] {
  if (fact.isEither) return guards.length > 0 ? [unsure(fact.at, 'one of several directives')] : [];
  if (fact.isOptional) return guards.map(loosened);
  const check = fact.check && functionIn(value(fact.check));
  const own = fact.isEnforced ? guards.map(guard => enforced(guard, check)) : guards;
  if (!fact.guard) return own;
  const asked = fact.guard.check && functionIn(value(fact.guard.check));
  return [...own, { ...knownGuard(fact.at, fact.guard), ...(asked ? { check: asked } : {}) }];
}

/** What a piece takes, with the pieces that it is made of and those among its parts: `.in(query[Int]("page"))`. */
function takenBy(
  machine: Machine,
  fact: Extract<PieceFact, { kind: 'piece' }>,
  known: readonly PieceValue[],
  value: (expr: Expr) => Value,
): readonly Taken[] {
  const parts = fact.isMixed ? (fact.path ?? []).flatMap(expr => flatten(value(expr))) : [];
  const inner = parts.flatMap(part => pieceIn(machine, part)?.takes ?? []);
  const all = [...known.flatMap(one => one.takes), ...inner, ...(fact.takes ?? [])];
  return all.filter((one, index) => !all.slice(0, index).some(other => other.name === one.name && other.in === one.in));
}

function extractionOf(
  { of, name, isDemanded }: Extraction,
  value: (expr: Expr) => Value,
): NonNullable<PieceValue['extracts']> {
  const [word] = name ? optionsOf(value(name)) : [];
  return { of, isDemanded, ...(word?.kind === 'text' ? { name: word.value } : {}) };
}

/** A function that is handed a part of the request, as one that is handed the request. */
function onRequest(closure: ClosureValue, { of, name, isDemanded }: NonNullable<PieceValue['extracts']>): ClosureValue {
  const { fn } = closure;
  const { at } = fn;
  const request: Expr = { kind: 'name', at, name: 'request' };
  const part: Expr = { kind: 'member', at, of: request, name: of, nameAt: at };
  const key: Expr =
    name === undefined ? { kind: 'unknown', at, text: '', parts: [] } : { kind: 'text', at, value: name };
  const taken: Expr =
    of === 'request' ? request : callAt(at, { kind: 'member', at, of: part, name: 'get', nameAt: at }, [key]);
  const value: Expr = { kind: 'name', at, name: 'taken$' };
  const isMissing: Expr = { kind: 'operation', at, operator: 'equal', operands: [value, { kind: 'nothing', at }] };
  const refusal: Statement = { kind: 'branch', at, test: isMissing, then: [{ kind: 'throw', at }], otherwise: [] };
  return {
    ...closure,
    fn: {
      ...fn,
      id: `${fn.id}~request`,
      parameters: [
        { at, pattern: { kind: 'name', at, name: 'request' }, isRest: false, decorators: [], isField: false },
      ],
      body: [
        { kind: 'declare', at, pattern: { kind: 'name', at, name: 'taken$' }, value: taken },
        ...(isDemanded ? [refusal] : []),
        { kind: 'return', at, value: callAt(at, { kind: 'function', at, fn }, [value]) },
      ],
    },
  };
}

/** A credential that is declared to be there is looked at. */
function enforced(guard: Value, check: ClosureValue | undefined): Value {
  if (guard.kind !== 'guard' || guard.hands !== 'demanded') return guard;
  const { hands: _handed, ...rest } = guard;
  return {
    ...rest,
    ...(check ? { check } : {}),
    effect: 'required',
    why: `${guard.what} has to be there, and a function decides by it who calls`,
  };
}

/** The paths of several values, one after the other. */
function pathsOfAll(
  machine: Machine,
  values: readonly Value[],
  fact: Extract<PieceFact, { kind: 'piece' }>,
): readonly PathValue[] {
  const isJoined = fact.isJoined === true;
  return values.reduce<readonly PathValue[]>(
    (left, value) => joined(left, pathsOfOne(machine, value, fact.isMixed === true), isJoined),
    ROOT,
  );
}

function pathsOfOne(machine: Machine, value: Value, isMixed: boolean): readonly PathValue[] {
  return optionsOf(value).flatMap((option): readonly PathValue[] => {
    if (option.kind === 'text') return pathsOf(option);
    if (option.kind === 'list')
      return option.items.reduce<readonly PathValue[]>(
        (left, item) => joined(left, pathsOfOne(machine, item, isMixed), false),
        ROOT,
      );
    const piece = pieceIn(machine, option);
    if (piece) return piece.paths;
    // What takes something from a path, and is made elsewhere, takes one segment as a rule.
    return isMixed ? ROOT : [{ kind: 'text', text: `{${HOLE}}` }];
  });
}

function joined(left: readonly PathValue[], right: readonly PathValue[], isJoined: boolean): readonly PathValue[] {
  return left
    .flatMap(before =>
      right.map(after =>
        before.kind === 'text' && after.kind === 'text'
          ? { kind: 'text' as const, text: joinedText(before.text, after.text, isJoined) }
          : before.kind === 'text'
            ? after
            : before,
      ),
    )
    .slice(0, PATH_LIMIT);
}

function joinedText(before: string, after: string, isJoined: boolean): string {
  if (before === '' || after === '' || isJoined) return before + after;
  return `${before.replace(/\/$/, '')}/${after.replace(/^\//, '')}`;
}

/** Guards that a value is, or that the piece has that it is. */
function guardsOf(machine: Machine, value: Value, isMixed: boolean): readonly Value[] {
  return flatten(value).flatMap(item => pieceIn(machine, item)?.guards ?? (isMixed ? [] : [item]));
}

function knownGuard(at: Location, { effect, mechanism, what, why, isDeclared }: PieceGuard): KnownGuard {
  return {
    kind: 'guard',
    at,
    what,
    effect,
    scopes: [],
    limiter: false,
    why,
    ...(mechanism ? { mechanism } : {}),
    ...(isDeclared ? { hands: 'demanded' } : {}),
  };
}

function unsure(at: Location, what: string): KnownGuard {
  return {
    kind: 'guard',
    at,
    what,
    effect: 'unknown',
    scopes: [],
    limiter: false,
    why: 'which of them lets a request through is not followed',
  };
}

/** A guard that lets pass who brings nothing. */
function loosened(guard: Value): Value {
  return guard.kind === 'guard' && guard.effect === 'required' ? { ...guard, effect: 'optional' } : guard;
}

/** `directive.optional`: a credential need not be there. */
export function pieceMember(machine: Machine, piece: PieceValue, name: string): Value | undefined {
  if (name !== 'optional') return undefined;
  take(machine, piece);
  return another(machine, piece, { guards: piece.guards.map(loosened) });
}

/** What a piece has with further things said of it, as methods of it do: `directive.flatMap(f)`, `directive.optional`. */
export function pieceMethod(
  machine: Machine,
  piece: PieceValue,
  { name, args, call }: MethodCall,
  apply: (callee: Value, args: readonly Value[]) => Value,
): Value | undefined {
  const [first] = args;
  const at = call.nameAt;
  take(machine, piece);
  if (SAME_PIECE.has(name) || (piece.isEndpoint && name !== 'flatMap'))
    return another(machine, piece, { site: call.at });
  if (
    name !== 'flatMap' &&
    name !== 'tflatMap' &&
    name !== 'tcollect' &&
    name !== 'collect' &&
    name !== 'filter' &&
    name !== 'tfilter'
  )
    return undefined;
  const made = first?.kind === 'closure' ? apply(first, []) : undefined;
  const options = made ? optionsOf(made) : [];
  const inner = options.flatMap(option => (option.kind === 'piece' ? [option] : []));
  const isPlain =
    inner.length > 0 &&
    inner.length === options.length &&
    inner.every(one => one.guards.length === inner[0]?.guards.length);
  const [one] = inner;
  const isAsked = piece.extracts && (!isPlain || piece.extracts.of !== 'request');
  const own = first?.kind === 'closure' && piece.extracts && isAsked ? [onRequest(first, piece.extracts)] : undefined;
  const guards = own ?? (isPlain && one ? one.guards : [unsure(at, 'a directive of its own')]);
  return another(machine, piece, {
    at,
    site: call.at,
    paths: one ? joined(piece.paths, one.paths, false) : piece.paths,
    guards: [...piece.guards, ...guards],
  });
}

/** A piece that is made of another one. */
function another(machine: Machine, piece: PieceValue, changed: Partial<PieceValue>): PieceValue {
  const made: PieceValue = { ...piece, ...changed, state: { isTaken: false } };
  if (made.isEndpoint) machine.last.push(() => serveAlone(machine, made));
  return made;
}

const SAME_PIECE: ReadonlySet<string> = new Set([
  'map',
  'tmap',
  'as',
  'withFilter',
  'unapply',
  'apply',
  'description',
  'wrap',
  'name',
  'example',
  'examples',
  'validate',
  'deprecated',
  'schema',
  'default',
  'mapTo',
  'mapDecode',
]);

/** What is put behind a piece: routes, or else what answers by itself. */
export function putBehind(machine: Machine, piece: PieceValue, inner: Value, call: CallExpr | Expr): Value {
  take(machine, piece);
  const given = optionsOf(inner).flatMap(option => optionsOf(givenBy(machine, option)));
  const routes = given
    .flatMap(one => flatten(one))
    .flatMap(one => optionsOf(one))
    .map(asRouter)
    .filter(one => routersIn(one).length > 0);
  const router = newPieceRouter(machine, piece, call.at);
  // A function that gives routes on some ways, and refuses on others, stands before them.
  const closures = optionsOf(inner).flatMap(option => (option.kind === 'closure' ? [option] : []));
  const others = given.flatMap(one => optionsOf(one)).filter(one => routersIn(asRouter(one)).length === 0);
  const isChoosing = routes.length > 0 && others.some(one => one.kind !== 'nothing' && one.kind !== 'list');
  const guards = isChoosing
    ? closures
        .filter(({ fn }) => refusedInScala(fn) !== undefined)
        .map(closure => (piece.extracts ? onRequest(closure, piece.extracts) : closure))
    : [];
  if (guards.length > 0) push(machine, router, { kind: 'guard', at: call.at, covers: 'below', paths: [], guards });
  if (routes.length > 0) push(machine, router, { kind: 'mount', at: call.at, paths: ROOT, items: routes });
  else if (!given.every(one => isRejection(one) || isHandedIn(one)))
    push(machine, router, { kind: 'route', at: piece.at, methods: ['ANY'], paths: ROOT, guards: [], chain: [inner] });
  return { kind: 'router', router };
}

function newPieceRouter(machine: Machine, piece: PieceValue, at: Location, role: Router['role'] = 'router'): Router {
  const router = addRouter(machine, {
    framework: piece.framework,
    at,
    role,
    rules: piece.rules,
    isValue: true,
    ...(piece.methods ? { methods: piece.methods } : {}),
    ...(piece.takes.length > 0 ? { takes: piece.takes } : {}),
  });
  if (piece.paths.some(path => path.kind !== 'text' || path.text !== '')) router.prefixes.push([...piece.paths]);
  if (piece.guards.length > 0)
    push(machine, router, { kind: 'guard', at: piece.at, covers: 'below', paths: [], guards: piece.guards });
  return router;
}

/** What functions without a name of their own give, one inside the other: blocks that are handed on. */
function givenBy(machine: Machine, value: Value, depth = 0): Value {
  if (value.kind !== 'closure' || depth > 4) return value;
  const given = callClosure(machine, value, []);
  return given.kind === 'closure' && given.fn.parameters.length === 0 ? givenBy(machine, given, depth + 1) : given;
}

/** A route that some caller elsewhere hands in. */
function isHandedIn(value: Value): boolean {
  return value.kind === 'unknown' && value.parameter !== undefined;
}

/** `reject` answers nobody. */
function isRejection(value: Value): boolean {
  const of = value.kind === 'outcome' ? value.of : value;
  return of.kind === 'external' && of.path.at(-1) === 'reject';
}

/** Something of a package that is put around routes, `cors() { … }`: it may guard them. */
function wrapped(
  machine: Machine,
  fact: Extract<PieceFact, { kind: 'behind' }>,
  of: Value,
  inner: readonly Value[],
): Value | undefined {
  if (of.kind === 'closure' || of.kind === 'class' || of.kind === 'either') return undefined;
  const given = inner.flatMap(one => {
    const routes = routesIn(machine, one);
    if (routes.length > 0 || one.kind !== 'closure' || one.fn.parameters.length === 0) return routes;
    return routesIn(machine, callClosure(machine, one, []));
  });
  if (given.length === 0) return undefined;
  const router = addRouter(machine, {
    framework: fact.framework,
    at: fact.site.at,
    role: 'router',
    rules: fact.rules,
    isValue: true,
  });
  // `handler.liftService(routes)`: a method of what guards.
  const guards = flatten(of)
    .map(guard =>
      guard.kind === 'method' && guard.of.kind === 'guard' && !LENIENT.test(guard.name) ? guard.of : guard,
    )
    .filter(guard => !isHarmless(guard));
  if (guards.length > 0) push(machine, router, { kind: 'guard', at: fact.at, covers: 'below', paths: [], guards });
  push(machine, router, { kind: 'mount', at: fact.at, paths: ROOT, items: given });
  return { kind: 'router', router };
}

function isHarmless(value: Value): boolean {
  const of = value.kind === 'outcome' ? value.of : value;
  return of.kind === 'external' && isHarmlessPackage(of.module);
}

/** Methods of what guards that let strangers pass. */
const LENIENT = /aware|fall|optional|unsecured/i;

function endpointRoute(machine: Machine, piece: PieceValue): Value {
  take(machine, piece);
  const router = newPieceRouter(machine, piece, piece.at);
  push(machine, router, {
    kind: 'route',
    at: piece.at,
    methods: piece.methods ?? ['ANY'],
    paths: ROOT,
    guards: [],
    chain: piece.handler ? [piece.handler] : [],
  });
  return { kind: 'router', router };
}

const TAKEN = new WeakMap<Machine, Set<string>>();

function takenIn(machine: Machine): Set<string> {
  const known = TAKEN.get(machine) ?? new Set();
  TAKEN.set(machine, known);
  return known;
}

/** The same expression may be evaluated several times: what is made of one of its values is made of all that are alike. */
function take(machine: Machine, piece: PieceValue): void {
  piece.state.isTaken = true;
  if (piece.isEndpoint) takenIn(machine).add(siteOf(piece));
}

function siteOf({ site: at, paths, methods = [] }: PieceValue): string {
  const words = paths.map(path => (path.kind === 'text' ? path.text : path.kind));
  return [at.file, at.line, at.column, at.endLine, at.endColumn, ...methods, ...words].join('\n');
}

/** An endpoint of which nothing more is made is served: that something starts a server with it is not looked for. */
function serveAlone(machine: Machine, piece: PieceValue): void {
  if (piece.state.isTaken || !piece.methods || takenIn(machine).has(siteOf(piece))) return;
  const route = endpointRoute(machine, piece);
  if (route.kind !== 'router') return;
  const root = rootFor(machine, piece.framework, piece.at, piece.rules);
  push(machine, root, { kind: 'mount', at: piece.at, paths: ROOT, items: [route] });
}

function rootFor(machine: Machine, framework: string, at: Location, rules: RouterRules): Router {
  const key = `${machine.program.componentOf(at.file)}#${framework}#pieces`;
  const known = machine.roots.get(key);
  if (known) return known;
  const root = addRouter(machine, { framework, at, role: 'application', rules });
  machine.roots.set(key, root);
  return root;
}
