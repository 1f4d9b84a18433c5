/**
 * Reads what a guard does to a stranger.
 *
 * The body is followed, through calls, under the assumption that every credential and session it reads is absent.
 * It counts as authentication when it reads one and every way without one ends in a refusal: model rule of design §4.
 * What refuses then is followed once more for a stranger who makes a credential up: where that passes and nothing on
 * the way could have told the difference, it is not known to protect anything.
 */
import { rulesAt } from '../language.ts';
import type { Location } from '../../core/location.ts';
import type { CallExpr, FunctionNode } from '../../core/program.ts';
import { classesAbove, lineOf } from '../ancestors.ts';
import { opaqueInstance } from '../calling.ts';
import { answering, aroundNext } from '../handlers.ts';
import { methodOf } from '../members.ts';
import { byProviders } from '../providers.ts';
import type { Machine } from '../machine.ts';
import { GLOBAL } from '../builtins.ts';
import { type ClassValue, type ClosureValue, type KnownGuard, type Value, fullNames } from '../value.ts';
import { readAccess } from './access-reading.ts';
import { exceptionCover } from './exceptions.ts';
import { guardWordsAt } from './language.ts';
import { exploreClosure, type Exploration, type GuardStyle, type Manner } from './explore.ts';
import { readPolicy } from './policy-reading.ts';
import { readAsked } from './deciding.ts';
import { readComposed } from './composed-reading.ts';
import { readNamed } from './named-reading.ts';
import { NO_REQUEST, type Request } from './request.ts';
import type { Caller } from './seen.ts';
import { isSpared, spared } from './sparing.ts';
import { type Reading, oneOf, strongest, simple, textsOf } from './readings.ts';
import { isGlobalOfLanguage, isHarmlessPackage, speaksOfAuthentication } from './vocabulary.ts';

export function readGuard(machine: Machine, guard: Value, request: Request): Reading {
  switch (guard.kind) {
    case 'guard':
      return readKnown(machine, guard, request);
    case 'sparing':
      return sparing(strongest(guard.guards.map(one => readGuard(machine, one, request))), guard.except, request);
    case 'closure': {
      const around = aroundNext(machine, guard);
      if (around) return named(readGuard(machine, around, request), machine, guard);
      return readClosure(machine, guard, request);
    }
    case 'wrapped':
      return strongest([...guard.guards, guard.of].map(one => readGuard(machine, one, request)));
    case 'around':
      return readClosure(machine, guard.by, request, guard.inner);
    case 'access':
      return readAccess(guard.lists, request);
    case 'view':
      return readGuard(machine, guard.of, request);
    case 'composed':
      return readComposed(machine, guard, request);
    case 'policy':
      return readPolicy(machine, guard, request);
    case 'member-guard':
      return strongest(guard.guards.map(one => readGuard(machine, one, request)));
    case 'function-view':
    case 'attribute':
      return simple('none', 'a decorator', 'it is no guard');
    case 'supplied':
    case 'piece':
      return strongest(guard.guards.map(one => readGuard(machine, one, request)));
    case 'named-guard':
      return readNamed(machine, guard, request);
    case 'class':
      if (isSpared(machine, guard, request)) return spared(guard.cls.name ?? 'a class');
      return readClass(machine, guard, request);
    case 'instance': {
      const answers = answering(machine, guard);
      if (answers !== guard) return readGuard(machine, answers, request);
      return readClass(machine, guard.of, request, guard);
    }
    case 'either':
      return oneOf(guard.options.map(option => readGuard(machine, option, request)));
    case 'external': {
      if (isSpared(machine, guard, request)) return spared(guard.path.at(-1) ?? guard.module);
      const known = exportedGuard(machine, guard);
      return known ? readGuard(machine, known, request) : library(guard.module, guard.path);
    }
    case 'outcome': {
      if (guard.of.kind === 'guard') return readGuard(machine, guard.of, request);
      const origin = originOf(guard);
      const made = origin && makes(machine, guard.call) ? exportedGuard(machine, origin) : undefined;
      if (made) return readGuard(machine, made, request);
      if (origin) return { ...library(origin.module, origin.path), at: guard.call.nameAt };
      return simple('unknown', 'a guard made elsewhere', 'what makes it could not be followed', guard.call.nameAt);
    }
    case 'unknown':
      return simple('unknown', guard.name ?? 'a guard', `it could not be followed: ${guard.why}`);
    case 'method':
      return simple('unknown', guard.name, 'a method that could not be followed');
    case 'record': {
      const method = guard.fields.get('handle') ?? guard.fields.get('canActivate') ?? guard.fields.get('default');
      if (method) return readGuard(machine, method, request);
      return guard.isOpen
        ? simple('unknown', 'an object', 'what it holds is not wholly known')
        : simple('none', 'an object', 'it holds no function that guards');
    }
    case 'list':
      return guard.isOpen
        ? simple('unknown', 'a list', 'what it holds is not wholly known')
        : simple('none', 'a value', 'it is no guard');
    case 'text':
    case 'number':
    case 'boolean':
    case 'nothing':
    case 'pattern':
    case 'router':
    case 'marks':
      return simple('none', 'a value', 'it is no guard');
  }
}

/** What a function makes goes by the name of the function. */
function named(reading: Reading, machine: Machine, { fn }: ClosureValue): Reading {
  const name = fn.name ?? machine.namesOf.get(fn.id);
  return name === undefined ? reading : { ...reading, what: name };
}

/** Whether the part of a build that a file belongs to, or an application that it is part of, switches something on. */
function enabledIn(machine: Machine, what: string, file: string): 'yes' | 'partly' | 'no' {
  const { partOf, partsOf, applicationsOf } = machine.program.build;
  const part = partOf(file);
  const applications = applicationsOf(part);
  const answers = (applications.length === 0 ? [part] : applications).map(application =>
    [...partsOf(application)].some(one => machine.enabled.get(one)?.has(what) === true),
  );
  return answers.every(Boolean) ? 'yes' : answers.some(Boolean) ? 'partly' : 'no';
}

/** Whether a function that is asked about a credential can tell a good one from one that is made up. */
function verifies(machine: Machine, check: ClosureValue, request: Request): boolean {
  const explored = exploreClosure(machine, check, request, { style: 'verifier', caller: 'forging' });
  return !explored.passesUnverified && !explored.isIncomplete;
}

/** A guard that a detector knows, and what the operation or its surroundings change about it. */
function readKnown(machine: Machine, guard: KnownGuard, request: Request): Reading {
  const {
    effect,
    at,
    what,
    why,
    mechanism,
    otherMechanisms = [],
  } = byProviders(machine, guard, ({ asks = [] }) => strongest(asks.map(one => readAsked(machine, one, request))));
  if (guard.onlyFor !== undefined && !request.metadata.has(guard.onlyFor))
    return simple('none', what, 'it is asked for other operations', at);
  if (guard.yieldsTo !== undefined && request.metadata.has(guard.yieldsTo))
    return simple('none', what, 'something else says who may call this operation', at);
  const enabled = guard.needs === undefined ? 'yes' : enabledIn(machine, guard.needs, at.file);
  if (enabled === 'no') return simple('none', what, `it does nothing, as ${guard.needs ?? ''} is not switched on`, at);
  if (enabled === 'partly')
    return simple('unknown', what, `of several applications, not all switch ${guard.needs ?? ''} on`, at);
  const known: Reading = {
    effect,
    mechanisms: mechanism ? [mechanism, ...otherMechanisms] : [],
    scopes: guard.scopes.flatMap(textsOf),
    at,
    what,
    why,
    isLimiter: guard.limiter,
    exempt: false,
  };
  if (guard.check && !verifies(machine, guard.check, request))
    return { ...known, effect: 'unknown', why: `${why}, and nothing that verifies it was found there` };
  if (guard.spares?.some(method => method === request.method))
    return {
      ...known,
      effect: 'none',
      mechanisms: [],
      exempt: true,
      why: `${why}, and lets everybody ${request.method}`,
    };
  if (guard.spares && (request.method === 'ANY' || request.method === ''))
    return { ...known, effect: 'unknown', why: `${why}, save for some methods` };
  if (guard.exemptBy !== undefined && request.metadata.has(guard.exemptBy))
    return { ...known, effect: 'none', mechanisms: [], exempt: true, why: `${what} spares this operation` };
  const asked = guard.skips && effect !== 'none' ? skipped(machine, known, guard.skips, request) : known;
  return guard.except ? sparing(asked, guard.except, request) : asked;
}

/** A guard that a function of the request tells to let everybody pass. */
function skipped(machine: Machine, known: Reading, skips: ClosureValue, request: Request): Reading {
  const ask = (caller: Caller): Exploration => exploreClosure(machine, skips, request, { style: 'decision', caller });
  const stranger = ask('without');
  if (stranger.isIncomplete) return { ...known, effect: 'unknown', why: `${known.why}, unless it is skipped` };
  if (stranger.passes === 0) {
    // A credential that is made up must not have it skipped, either.
    const forged = ask('forging');
    return forged.passesUnverified || forged.isIncomplete
      ? {
          ...known,
          effect: 'unknown',
          why: `${known.why}, unless it is skipped for a credential that nothing verifies`,
        }
      : known;
  }
  if (stranger.refusals === 0 && stranger.uncertainPasses === 0)
    return {
      ...known,
      effect: 'none',
      mechanisms: [],
      exempt: true,
      why: `${known.why}, and is skipped for this operation`,
    };
  const words = stranger.condition === undefined ? '' : `, which hangs on ${stranger.condition}`;
  return { ...known, effect: 'unknown', why: `${known.why}, unless it is skipped${words}` };
}

/** An export that a detector knows as a guard: `ThrottlerGuard`, `next-auth/middleware`. */
export function exportedGuard(machine: Machine, guard: Extract<Value, { kind: 'external' }>): Value | undefined {
  // Of several packages that a name may come from, the one where it is known has it.
  return fullNames(guard).flatMap(name => machine.guardExports.get(name) ?? [])[0];
}

/** Whether a call makes an instance: some languages have no word for it. */
function makes(machine: Machine, call: CallExpr): boolean {
  return call.isNew || rulesAt(machine, call.at.file).makesByCalling === true;
}

function originOf(value: Value): Extract<Value, { kind: 'external' }> | undefined {
  if (value.kind === 'external') return value;
  if (value.kind === 'outcome') return originOf(value.of);
  return value.kind === 'method' ? originOf(value.of) : undefined;
}

/** Middleware of a package that no table knows: harmless when its name says what else it is for, else not known. */
function library(module: string, path: readonly string[]): Reading {
  const name = `${module}.${path.filter(part => part !== 'default').join('.')}`.replace(/\.$/, '');
  if (module === GLOBAL) {
    const [first = ''] = path;
    return isGlobalOfLanguage(first)
      ? simple('none', first, 'it is part of the language')
      : simple('unknown', path.join('.'), 'nothing in the tree gives this name a value');
  }
  if (isHarmlessPackage(module)) return simple('none', name, 'a library function that is not about authentication');
  if (speaksOfAuthentication(name))
    return simple(
      'unknown',
      name,
      'a library function whose name speaks of authentication, and which no detector knows',
    );
  // Nearly every package on a chain is about something else; one that guards says so in its name or its export's.
  return simple('none', name, 'a library function whose name says nothing of authentication');
}

// Functions and classes

/** `inner`: what it stands around; calling that hands the request on. */
function readClosure(machine: Machine, closure: ClosureValue, request: Request, inner?: ClosureValue): Reading {
  const name = closure.fn.name ?? machine.namesOf.get(closure.fn.id);
  const named = { what: name ?? 'a function', at: closure.fn.at, name };
  const { mayRefuse, namesSpeak, isFollowed } = guardWordsAt(machine, closure.scope.file);
  if (mayRefuse && !isFollowed) return byWords(named, mayRefuse(closure.fn), namesSpeak);
  // What stands around others and never hands on answers by itself, and may do so for anyone.
  if (
    closure.handsOn !== undefined &&
    !exploreClosure(machine, closure, request, { style: 'middleware', caller: 'anyone' }).callsNext
  )
    return simple('unknown', named.what, `it answers in place of ${closure.handsOn}`, named.at);
  const reading = readBody(
    machine,
    closure,
    request,
    { style: closure.isSupplied ? 'supplier' : 'middleware', ...(inner ? { inner } : {}) },
    named,
  );
  return closure.mayBeMissing && reading.effect === 'required'
    ? { ...reading, effect: 'optional', why: `${reading.why}, and what it gives may be missing` }
    : reading;
}

/** Of a body that is not followed, why it may refuse callers, if it says anything of the kind. */
function byWords({ what, at, name }: Named, why: string | undefined, namesSpeak?: true): Reading {
  if (why === undefined && namesSpeak && speaksOfAuthentication(name ?? ''))
    return simple('unknown', what, 'its name speaks of callers, and its body could not be followed', at);
  return why === undefined
    ? simple('none', what, 'nothing in it refuses callers for who they are', at)
    : simple('unknown', what, why, at);
}

export type Named = { readonly what: string; readonly at: Location; readonly name: string | undefined };

/** What a body does to a stranger, to one who makes a credential up, and to one who writes the path in another way. */
export function readBody(
  machine: Machine,
  closure: ClosureValue,
  request: Request,
  manner: Manner,
  named: Named,
): Reading {
  const { mayRefuse, namesSpeak, isFollowed, whole } = guardWordsAt(machine, closure.scope.file);
  if (!mayRefuse || manner.style === 'handler') return readFollowed(machine, closure, request, manner, named);
  const said = byWords(named, mayRefuse(closure.fn), namesSpeak);
  if (!isFollowed) return said;
  const fn = whole?.(closure.fn) ?? closure.fn;
  return surer(said, readFollowed(machine, { ...closure, fn }, request, manner, named));
}

/** What following a body came to counts where that is sure; else what its words say. */
function surer(said: Reading, followed: Reading): Reading {
  if (followed.effect === 'required' || followed.effect === 'optional') return followed;
  // Where nothing was seen to be read, something may have been missed.
  return (followed.reads?.length ?? 0) > 0 ? followed : said;
}

function readFollowed(
  machine: Machine,
  closure: ClosureValue,
  request: Request,
  manner: Manner,
  named: Named,
): Reading {
  const explore = (asked: Request, caller: Caller): Exploration =>
    exploreClosure(machine, closure, asked, { ...manner, caller });
  const explored = explore(request, 'without');
  if (explored.isIncomplete && guardWordsAt(machine, closure.scope.file).isHarmless?.(closure.fn))
    return simple('none', named.what, 'nothing in it refuses callers', named.at);
  const reading = fromExploration(named, explored);
  if (reading.effect !== 'required') return reading;
  const forged = explore(request, 'forging');
  if (forged.passesUnverified)
    return {
      ...reading,
      effect: 'unknown',
      why: `it looks whether ${explored.reads.join(', ')} is there, and nothing that verifies it was found`,
    };
  if (forged.isIncomplete)
    return {
      ...reading,
      effect: 'unknown',
      why: `${reading.why}, and what it does with one that is made up is too long to be followed`,
    };
  if (!explored.hangsOnRequest) return reading;
  for (const { variant, how } of variantsOf(request)) {
    if (fromExploration(named, explore(variant, 'without')).effect !== 'required') {
      return {
        ...reading,
        effect: 'unknown',
        why: `${reading.why}, but not when the path is written ${how}, which the framework takes for the same`,
      };
    }
  }
  return reading;
}

/** Ways of writing a path that Express, Koa, Nest and ASP.NET take for the same. Source: Express, Router options `caseSensitive` and `strict`. */
function variantsOf(request: Request): readonly { readonly variant: Request; readonly how: string }[] {
  if (request.path === '' || !LENIENT.has(request.syntax)) return [];
  const withPaths = (change: (path: string) => string): Request => ({
    ...request,
    path: change(request.path),
    below: change(request.below),
    ...(request.relative === undefined ? {} : { relative: change(request.relative) }),
  });
  return [
    { variant: withPaths(path => path.toUpperCase()), how: 'in other letters' },
    { variant: withPaths(path => (path.endsWith('/') ? path : `${path}/`)), how: 'with a slash at its end' },
  ];
}

const LENIENT: ReadonlySet<string> = new Set(['express', 'koa', 'nest', 'aspnet']);

/** What it leaves on a request for those that come after. */
function leftBehind({ granted, withheld, kept }: Exploration): Pick<Reading, 'granted' | 'withheld' | 'kept'> {
  return {
    ...(granted.length > 0 ? { granted } : {}),
    ...(withheld.length > 0 ? { withheld } : {}),
    ...(kept.length > 0 ? { kept } : {}),
  };
}

function fromExploration({ what, at, name }: Named, explored: Exploration): Reading {
  const { exemptBy, reads, passes, refusals, mayReadBy } = explored;
  const base = {
    mechanisms: explored.mechanisms,
    scopes: [],
    reads,
    at,
    what,
    ...leftBehind(explored),
    ...(explored.refusesCallers ? { refusesCallers: true as const } : {}),
    ...(explored.refusesOtherwise && !explored.attaches ? { refusesOtherwise: true as const } : {}),
    isLimiter: explored.isLimiter,
    exempt: exemptBy !== undefined,
  };
  if (explored.isIncomplete) return tooLong(base, explored);
  if (reads.length > 0) return ofReads(base, explored);
  if (exemptBy !== undefined && passes > 0)
    return { ...base, effect: 'none', why: `it lets this operation pass: ${exemptBy}` };
  if (
    mayReadBy !== undefined &&
    // Of two ways of sending callers away, one may be for some of them alone.
    (explored.refusesUnauthorised > 0 || refusals > (passes > 0 ? 0 : 1) || speaksOfAuthentication(name ?? ''))
  ) {
    return {
      ...base,
      effect: 'unknown',
      why: `it hands the request to ${mayReadBy}, which could not be followed`,
      asksElsewhere: true,
    };
  }
  if (explored.refusesUnauthorised > 0)
    return { ...base, effect: 'unknown', why: 'it refuses requests as unauthorised, by what could not be told' };
  if (isNamedGuard(explored, name)) return { ...base, effect: 'unknown', why: NAMED_GUARD };
  return {
    ...base,
    effect: 'none',
    why: 'it reads no credential',
    ...(passes === 0 && refusals > 0 ? { refusesAll: true as const } : {}),
  };
}

type Base = Omit<Reading, 'effect' | 'why'>;

/** What a body does that reads credentials, and was followed to its end. */
function ofReads(base: Base, explored: Exploration): Reading {
  const { exemptBy, reads, passes, refusals, uncertainPasses, mayReadBy } = explored;
  const words = reads.join(', ');
  if (passes === 0) return { ...base, effect: 'required', why: `it reads ${words} and refuses without` };
  if (exemptBy !== undefined) return { ...base, effect: 'none', why: `it lets this operation pass: ${exemptBy}` };
  if (explored.doubt !== undefined)
    return {
      ...base,
      effect: 'unknown',
      why: `it reads ${words}, and whether it refuses hangs on ${explored.doubt}`,
    };
  if (refusals === 0 && explored.failedRefusals > 0 && uncertainPasses === passes)
    return {
      ...base,
      effect: 'unknown',
      why: `it reads ${words}, and hangs on ${explored.condition ?? 'a condition'}`,
    };
  if (refusals === 0 && explored.failedRefusals > 0)
    return { ...base, effect: 'optional', why: `it reads ${words}, and goes on after refusing` };
  if (refusals === 0 && !explored.attaches)
    return { ...base, effect: 'none', why: `it reads ${words}, refuses nobody and hands nothing on` };
  if (refusals === 0 || uncertainPasses < passes)
    return { ...base, effect: 'optional', why: `it reads ${words} and lets requests without pass` };
  return {
    ...base,
    effect: 'unknown',
    why: `it reads ${words}, and whether it refuses hangs on ${explored.condition ?? 'a condition'}`,
    ...(mayReadBy === undefined ? {} : { asksElsewhere: true as const }),
  };
}

/** Of a body that was not followed to its end; where it reads a credential and refuses somebody, that may be whoever has none. */
function tooLong(base: Base, { reads, refusals }: Exploration): Reading {
  const asks = reads.length > 0 && refusals > 0 ? { asksElsewhere: true as const } : {};
  return { ...base, ...asks, effect: 'unknown', why: 'its body is too long to be followed' };
}

/** What is called as a guard is, and refuses requests, may well ask who calls in a way that was not seen. */
function isNamedGuard({ isOnSelf, refusals }: Exploration, name = ''): boolean {
  return isOnSelf === true && refusals > 0 && speaksOfAuthentication(name.replace(/^(?:verify|check|validate)_/, ''));
}

const NAMED_GUARD = 'its name speaks of authentication, and it refuses requests by what could not be told';

/** A guard class: the method that decides, wherever in its bases it stands. */
function readClass(
  machine: Machine,
  cls: ClassValue,
  request: Request,
  given?: Extract<Value, { kind: 'instance' }>,
): Reading {
  const name = cls.cls.name ?? 'a class';
  const self = given ?? opaqueInstance(machine, cls);
  const { mayRefuse, namesSpeak, deciding, decidingClass } = guardWordsAt(machine, cls.scope.file);
  if (mayRefuse) {
    const named = { what: name, at: cls.cls.nameAt, name };
    const why = functionsOf(cls).flatMap(fn => mayRefuse(fn) ?? [])[0];
    const said = byWords(named, why, namesSpeak);
    for (const [method, style] of deciding ?? []) {
      const found = methodOf(machine, cls, method, self);
      if (found?.kind === 'closure') return surer(said, readBody(machine, found, request, { style }, named));
    }
    return said;
  }
  const asked = decidingClass?.(machine, cls, self, request) ?? verifiedClass(machine, cls, self, request);
  if (asked) return asked;
  for (const [method, style] of DECIDING) {
    const found = methodOf(machine, cls, method, self);
    if (found?.kind !== 'closure') continue;
    return weakenedByOverride(
      machine,
      cls,
      readBody(machine, found, request, { style }, { what: name, at: cls.cls.nameAt, name }),
    );
  }
  const base = baseGuard(cls);
  // What a class of Java adds to one of a package is in methods of its own.
  const isAdded = base && LANGUAGES_OF_METHODS.has(machine.modules.get(cls.scope.file)?.module.language ?? '');
  if (base && !(isAdded && readGuard(machine, base, request).effect === 'none'))
    return weakenedByOverride(machine, cls, { ...readGuard(machine, base, request), what: name, at: cls.cls.nameAt });
  return simple('unknown', name, 'the method that decides was not found', cls.cls.nameAt);
}

/** The methods of a class and of those of the tree above it. */
function functionsOf(cls: ClassValue): readonly FunctionNode[] {
  return classesAbove(cls).flatMap(above =>
    above.cls.members.flatMap(member => (member.kind === 'field' ? [] : [member.fn])),
  );
}

const LANGUAGES_OF_METHODS: ReadonlySet<string> = new Set(['java', 'kotlin']);

/**
 * Methods by which classes guard, and how their ends are read. Sources: NestJS, Guards; Django REST framework, Permissions; Django,
 * Middleware; Spring, HandlerInterceptor; Servlet, Filter; PSR-15; Slim, Middleware; CodeIgniter, Controller Filters.
 */
const DECIDING: readonly (readonly [method: string, style: GuardStyle])[] = [
  ['canActivate', 'decision'],
  ['has_permission', 'decision'],
  ['use', 'middleware'],
  ['handle', 'middleware'],
  ['__call__', 'middleware'],
  ['process_request', 'middleware'],
  ['process_resource', 'middleware'],
  ['process_view', 'middleware'],
  ['dispatch', 'middleware'],
  ['preHandle', 'decision'],
  ['doFilterInternal', 'middleware'],
  ['doFilter', 'middleware'],
  ['filter', 'middleware'],
  ['process', 'middleware'],
  ['__invoke', 'middleware'],
  ['before', 'middleware'],
];

/** A class of a package that refuses by itself who sends no credential, and asks a method of its heirs whether one is good. */
function verifiedClass(machine: Machine, cls: ClassValue, self: Value, request: Request): Reading | undefined {
  const guards = lineOf(cls).flatMap(above =>
    above.kind === 'external'
      ? [exportedGuard(machine, above)].flatMap(one => (one?.kind === 'guard' ? [one] : []))
      : [],
  );
  const base = guards.find(guard => guard.verifiedBy !== undefined);
  if (base?.verifiedBy === undefined) return undefined;
  const reading = { ...readGuard(machine, base, request), what: cls.cls.name ?? base.what, at: cls.cls.nameAt };
  const method = methodOf(machine, cls, base.verifiedBy, self);
  if (method?.kind !== 'closure')
    return { ...reading, effect: 'unknown', why: 'the method that verifies was not found' };
  const explored = exploreClosure(machine, method, request, { style: 'verifier', caller: 'forging' });
  if (explored.passesUnverified || explored.isIncomplete)
    return {
      ...reading,
      effect: 'unknown',
      why: `nothing that verifies what it is given was found in ${base.verifiedBy}`,
    };
  return reading;
}

function baseGuard(cls: ClassValue): Value | undefined {
  return lineOf(cls).find(above => above.kind !== 'class');
}

/** A strategy guard whose `handleRequest` is replaced lets strangers in when the replacement neither throws nor calls the original. */
function weakenedByOverride(machine: Machine, cls: ClassValue, reading: Reading): Reading {
  if (reading.effect !== 'required') return reading;
  const closure = methodOf(machine, cls, 'handleRequest', opaqueInstance(machine, cls));
  if (closure?.kind !== 'closure') return reading;
  const explored = exploreClosure(machine, closure, NO_REQUEST, { style: 'principal' });
  if (explored.passes === 0 && explored.refusals > 0 && !explored.isIncomplete) return reading;
  if (explored.passes > 0 && explored.uncertainPasses < explored.passes)
    return {
      ...reading,
      effect: 'optional',
      why: 'its handleRequest lets a request without a user pass',
      at: closure.fn.at,
    };
  return {
    ...reading,
    effect: 'unknown',
    why: 'its handleRequest may let a request without a user pass',
    at: closure.fn.at,
  };
}

/** A guard that spares some paths. */
function sparing(reading: Reading, except: Value, request: Request): Reading {
  if (reading.effect === 'none') return reading;
  const cover = exceptionCover(except, request);
  if (cover === 'all')
    return { ...reading, effect: 'none', mechanisms: [], scopes: [], exempt: true, why: 'the guard spares this path' };
  return cover === 'part'
    ? { ...reading, effect: 'unknown', why: `${reading.why}, and whether it spares this path could not be told` }
    : reading;
}
