/** Limiters that handlers of PHP ask themselves. Sources: Laravel, Rate Limiting; Symfony, Rate Limiter. */
import type { CallExpr, Expr } from '../../core/program.ts';
import type { SeenControl } from '../../core/operation.ts';
import type { Machine } from '../machine.ts';
import type { ClosureValue } from '../value.ts';
import { type CertainCall, certainCalls } from './certain-calls.ts';

const SYMFONY = /^Symfony\\Component\\RateLimiter(?:\\|$)/;

/** Where the handler goes on only as far as a limiter lets the caller; one counter for all callers is none. */
export function limitsOfPhp(machine: Machine, { fn }: ClosureValue): readonly SeenControl[] {
  const module = machine.modules.get(fn.at.file)?.module;
  if (module?.language !== 'php') return [];
  const calls = certainCalls(fn.body);
  const isSymfony = module.imports.some(binding => SYMFONY.test(binding.module));
  const limit = calls.find(made => ofLaravel(made) || (isSymfony && ofSymfony(made, calls)));
  return limit
    ? [{ control: 'limiter', at: limit.call.nameAt, what: 'the handler asks a limiter before it goes on' }]
    : [];
}

/** `if (RateLimiter::tooManyAttempts('login:'.$request->ip(), 5)) { return … }`. */
function ofLaravel({ call, isActedOn }: CertainCall): boolean {
  const { callee, args } = call;
  const [key] = args;
  if (!isActedOn || callee.kind !== 'member' || !/^(?:tooManyAttempts|attempt)$/.test(callee.name)) return false;
  const isFacade = callee.of.kind === 'name' && /(?:^|\\)RateLimiter$/.test(callee.of.name);
  return isFacade && key !== undefined && key.kind !== 'text';
}

/** `if (!$this->loginLimiter->create($request->getClientIp())->consume()->isAccepted()) { throw … }`. */
function ofSymfony({ call, isActedOn }: CertainCall, all: readonly CertainCall[]): boolean {
  const { callee } = call;
  if (callee.kind !== 'member') return false;
  const isDecisive = callee.name === 'isAccepted' ? isActedOn : callee.name === 'ensureAccepted';
  return isDecisive && madeForCaller(callee.of, all, MOST_STEPS);
}

const MOST_STEPS = 8;

/** The limiter was made with a key, also by the names on the way. */
function madeForCaller(expr: Expr, all: readonly CertainCall[], left: number): boolean {
  if (left === 0) return false;
  const call: CallExpr | undefined =
    expr.kind === 'name' ? all.find(({ kept }) => kept === expr.name)?.call : expr.kind === 'call' ? expr : undefined;
  if (call?.callee.kind !== 'member') return false;
  if (call.callee.name === 'create') return call.args.length > 0;
  return /^(?:consume|reserve)$/.test(call.callee.name) && madeForCaller(call.callee.of, all, left - 1);
}
