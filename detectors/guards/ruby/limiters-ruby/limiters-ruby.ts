import type { LimitsNothing, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr, Statement } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { argument } from '../../../practices/calls.ts';
import { secondsOf } from '../../../practices/ruby/durations.ts';
import { RUBY_FILES } from '../../../routes/ruby/source-files.ts';
import { certainNodes } from '../../javascript/switches/certain.ts';

export const limitersRuby = defineDetector({
  id: 'limiters-ruby',
  title: 'Rate limits of rack-attack',
  kind: 'guard',
  docs: 'https://github.com/rack/rack-attack#throttling',
  reads: 'ruby',
  files: RUBY_FILES,
  words: ['Rack::Attack'],
  emits: ['guard-kind'],
  limits: [
    'A throttle counts where its block gives the same answer for every path; those of single paths are not joined with operations.',
    'That the middleware is mounted is taken for granted, as its gem does in Rails; limits that are computed are taken for sensible.',
  ],
  version: 1,
  detect: (file): readonly ProgramFact[] => {
    const certain = new Set<unknown>(certainNodes(file.module.body));
    return file.calls.flatMap(site => (certain.has(site.call) ? throttle(file, site) : []));
  },
});

/** The linker takes limiters of this framework for limits of the whole application: `src/link/controls/rate-limits-ruby.ts`. */
const FRAMEWORK = 'rack-attack';

/** `Rack::Attack.throttle('requests by ip', limit: 300, period: 5.minutes) { |request| request.ip }`, also in the class itself. */
function throttle(file: ProgramFile, site: CallSite): readonly ProgramFact[] {
  const { call, name, receiver } = site;
  const isNamed = receiver?.kind === 'name' && /^(?:::)?Rack::Attack$/.test(receiver.name);
  const isOwn = receiver?.kind === 'self' && isInClass(file, site);
  if (name !== 'throttle' || (!isNamed && !isOwn)) return [];
  const block = argument(file, call, site.inside, { name: '&' });
  if (block.kind !== 'given' || block.value.kind !== 'function' || !isForAll(block.value.fn.body)) return [];
  const at = call.nameAt;
  const guard: Expr = { kind: 'unknown', at, text: 'throttle', parts: [] };
  const nothing = limitsNothing(file, site);
  return [
    {
      kind: 'guard-kind',
      at,
      framework: FRAMEWORK,
      site: guard,
      effect: 'none',
      limiter: true,
      ...(nothing && { limitsNothing: nothing }),
      why: 'rack-attack limits the rate of requests',
    },
  ];
}

/** `class Rack::Attack … end`. */
function isInClass({ classes }: ProgramFile, { call }: CallSite): boolean {
  return classes.some(
    ({ name, at }) => name?.endsWith('Rack::Attack') && at.line <= call.at.line && call.at.endLine <= at.endLine,
  );
}

/** `{ |request| request.ip }`: a discriminator that every request has. */
function isForAll([only, ...others]: readonly Statement[]): boolean {
  if (only?.kind !== 'return' || others.length > 0 || only.value?.kind !== 'call') return false;
  const { callee, args } = only.value;
  return (
    callee.kind === 'member' && callee.of.kind === 'name' && /^(?:ip|remote_ip)$/.test(callee.name) && args.length === 0
  );
}

/** No service gets as many requests a minute from one caller: scoring §D.9, G23. */
const ABSURD_PER_MINUTE = 1_000_000;

function limitsNothing(file: ProgramFile, { call, inside }: CallSite): LimitsNothing | undefined {
  const limit = argument(file, call, inside, { name: 'limit' });
  const period = argument(file, call, inside, { name: 'period' });
  if (limit.kind !== 'given' || limit.value.kind !== 'number' || period.kind !== 'given') return undefined;
  const seconds = secondsOf(file, period.value, inside);
  if (!seconds || limit.value.value / (seconds / 60) < ABSURD_PER_MINUTE) return undefined;
  return { kind: 'absurd', why: `${limit.value.value} requests in ${seconds} seconds limit nothing` };
}
