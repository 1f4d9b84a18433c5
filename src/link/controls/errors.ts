/** What turns failures into answers, and what it gives away of them. */
import type { FunctionNode } from '../../core/program.ts';
import type { SeenControl } from '../../core/operation.ts';
import { opaqueInstance } from '../calling.ts';
import { evaluate } from '../interpreter.ts';
import { methodOf } from '../members.ts';
import type { Machine } from '../machine.ts';
import { type ClassValue, type ClosureValue, type Value, optionsOf } from '../value.ts';
import { answersGo, leaksOfCaughtGo, leaksOfErrorGo } from './leaks-go.ts';
import { FAILURES_CSHARP } from './leaks-csharp.ts';
import { FAILURES_JVM } from './leaks-jvm.ts';
import { FAILURES_PHP } from './leaks-php.ts';
import { FAILURES_RUBY } from './leaks-ruby.ts';
import { answersBy, type FailureWords, leaksOfCaughtBy, leaksOfErrorBy } from './leaks-thrown.ts';
import { aroundCSharp, handlerCSharp, type Mapping } from './mappers-csharp.ts';
import { rescueOf } from './rescues-ruby.ts';
import { visitNodes } from '../walk.ts';
import { type Leak, answers, leaksOfCaught, leaksOfError, sends } from './leaks.ts';

/**
 * What a function that is handed failures does: it maps them when it answers, and leaks when the answer shows what an
 * exception says. One that only logs and hands on is none. `position` is where it is handed the error.
 */
export function mappingOf(machine: Machine, value: Value, depth = 0): readonly SeenControl[] {
  const [option, ...others] = optionsOf(value);
  if (!option || others.length > 0 || depth > 5) return [];
  switch (option.kind) {
    case 'closure':
      return ofMapper(machine, option.fn);
    case 'class':
    case 'instance':
      return filterOf(machine, option.kind === 'class' ? option : option.of);
    case 'guard':
      if (option.controls?.includes('debug-pages'))
        return [{ control: 'error-leak', at: option.at, what: `${option.what}` }];
      return option.controls?.includes('error-mapper')
        ? [{ control: 'error-mapper', at: option.at, what: `${option.what}` }]
        : [];
    case 'outcome':
      return option.of.kind === 'guard' ? mappingOf(machine, option.of, depth + 1) : [];
    default:
      return [];
  }
}

/** How functions of a language answer failures. */
type FailureReading = {
  /** Whether a function that is handed failures answers at all. */
  readonly answers: (fn: FunctionNode) => boolean;
  /** What a function shows of the failure that it is handed. */
  readonly ofError: (fn: FunctionNode) => readonly Leak[];
  /** What a function shows of the failures that it meets itself. */
  readonly ofCaught: (fn: FunctionNode) => readonly Leak[];
};

function thrown(words: FailureWords): FailureReading {
  return {
    answers: fn => answersBy(words, fn),
    ofError: fn => leaksOfErrorBy(words, fn),
    ofCaught: fn => leaksOfCaughtBy(words, fn),
  };
}

const JVM = thrown(FAILURES_JVM);

/** JavaScript and Python, which share one reading. */
const OTHERS: FailureReading = {
  answers,
  ofError: fn => leaksOfError(fn, positionOf(fn)),
  ofCaught: leaksOfCaught,
};

const READINGS: ReadonlyMap<string, FailureReading> = new Map([
  ['java', JVM],
  ['kotlin', JVM],
  ['php', thrown(FAILURES_PHP)],
  ['c-sharp', thrown(FAILURES_CSHARP)],
  ['ruby', thrown(FAILURES_RUBY)],
  ['go', { answers: answersGo, ofError: leaksOfErrorGo, ofCaught: leaksOfCaughtGo }],
]);

function readingOf(machine: Machine, { at }: FunctionNode): FailureReading {
  return READINGS.get(machine.modules.get(at.file)?.module.language ?? '') ?? OTHERS;
}

function ofMapper(machine: Machine, fn: FunctionNode): readonly SeenControl[] {
  const reading = readingOf(machine, fn);
  return reading.answers(fn) ? controlsOf(machine, fn, reading.ofError(fn)) : [];
}

/** Where a function is handed the error: first, or after the request (FastAPI, Starlette). */
function positionOf({ parameters }: FunctionNode): number {
  const [first] = parameters;
  return first?.pattern.kind === 'name' && /^_?(?:request|req)$/.test(first.pattern.name) ? 1 : 0;
}

function controlsOf(machine: Machine, fn: FunctionNode, leaks: readonly Leak[]): readonly SeenControl[] {
  const name = fn.name ?? machine.namesOf.get(fn.id) ?? 'a function';
  // A mapper that sends the trace maps nothing away.
  const isMapper = leaks.every(({ what }) => what === 'message');
  return [
    ...(isMapper ? [{ control: 'error-mapper', at: fn.at, what: `${name} answers every failure` } as const] : []),
    ...leaks.slice(0, 1).map(leak => leakControl(name, leak)),
  ];
}

function leakControl(name: string, { at, what }: Leak): SeenControl {
  return {
    control: 'error-leak',
    at,
    what: what === 'message' ? `${name} sends the text of the exception` : `${name} sends the error or its trace`,
  };
}

/** What a function, found to answer failures, does of it. */
function mapped(machine: Machine, mapping: Mapping | undefined): readonly SeenControl[] {
  return mapping ? controlsOf(machine, { ...mapping.fn, name: mapping.name }, mapping.leaks) : [];
}

/** What the class of an action does with the failures of all of its actions (Ruby). */
export function rescuedBy(machine: Machine, handler: ClosureValue): readonly SeenControl[] {
  const isRuby = machine.modules.get(handler.fn.at.file)?.module.language === 'ruby';
  return mapped(machine, isRuby ? rescueOf(machine, handler) : undefined);
}

/** What middleware of ASP.NET does with the failures of what stands behind it. */
export function surroundingOfAspNet(machine: Machine, value: Value): readonly SeenControl[] {
  return mapped(machine, aroundCSharp(machine, value));
}

/** A filter of Nest that catches everything, or all that is thrown for a client. Source: NestJS, Exception filters. */
function filterOf(machine: Machine, cls: ClassValue): readonly SeenControl[] {
  if (machine.modules.get(cls.scope.file)?.module.language === 'c-sharp')
    return mapped(machine, handlerCSharp(machine, cls));
  const frame = { scope: cls.scope, memo: new Map(), returns: [] };
  const caught = cls.cls.decorators.find(({ expression }) => {
    const callee = expression.kind === 'call' ? evaluate(machine, frame, expression.callee) : undefined;
    return callee?.kind === 'external' && callee.module === '@nestjs/common' && callee.path.at(-1) === 'Catch';
  })?.expression;
  if (caught?.kind !== 'call') return [];
  const isGeneral =
    caught.args.length === 0 ||
    caught.args.some(arg => arg.kind === 'name' && (arg.name === 'Error' || arg.name === 'HttpException'));
  const method = isGeneral ? methodOf(machine, cls, 'catch', opaqueInstance(machine, cls)) : undefined;
  if (
    method?.kind !== 'closure' ||
    !cls.cls.members.some(member => member.kind === 'method' && member.name === 'catch')
  )
    return [];
  const { fn } = method;
  const isHandedOn = callsBase(fn);
  if (!answers(fn) && !isHandedOn) return [];
  // What a client is told by an exception that was made for it is no leak.
  const leaks = caught.args.some(arg => arg.kind === 'name' && arg.name === 'HttpException') ? [] : leaksOfError(fn, 0);
  return controlsOf(machine, { ...fn, name: cls.cls.name ?? 'a filter' }, leaks);
}

/** `super.catch(exception, host)` of `BaseExceptionFilter`, which answers with a generic body. */
function callsBase(fn: FunctionNode): boolean {
  let found = false;
  visitNodes(fn.body, node => {
    if (node.kind === 'call' && node.callee.kind === 'member' && node.callee.name === 'catch')
      found ||= node.callee.of.kind === 'name' && node.callee.of.name === 'super';
  });
  return found;
}

/** `try { await next() } catch (e) { ctx.body = … }`: how Koa maps the failures of everything after it. */
export function surroundingOf(machine: Machine, value: Value): readonly SeenControl[] {
  if (value.kind !== 'closure') return [];
  const { fn } = value;
  const [, second] = fn.parameters;
  const next = second?.pattern.kind === 'name' ? second.pattern.name : undefined;
  const around = fn.body.find(
    statement => statement.kind === 'attempt' && statement.hasHandler && calls(statement.body, next),
  );
  if (next === undefined || around?.kind !== 'attempt' || !sends(around.handler)) return [];
  return controlsOf(machine, fn, leaksOfCaught(fn));
}

function calls(statements: FunctionNode['body'], name: string | undefined): boolean {
  let found = false;
  visitNodes(statements, node => {
    if (node.kind === 'call' && node.callee.kind === 'name' && node.callee.name === name) found = true;
  });
  return found;
}

/** What a handler sends of the exceptions that it catches itself. */
export function leaksOfHandler(machine: Machine, fn: FunctionNode): readonly SeenControl[] {
  const name = fn.name ?? machine.namesOf.get(fn.id) ?? 'the handler';
  const leaks = readingOf(machine, fn).ofCaught(fn);
  return leaks.slice(0, 1).map(leak => leakControl(name, leak));
}
