import type { FactBody } from '../../../../src/core/fact.ts';
import type { LimitsNothing } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { pathsOf } from '../../../routes/rust/chains.ts';

export const limitersRust = defineDetector({
  id: 'limiters-rust',
  title: 'Rate limiters in Rust (tower_governor, actix-governor, actix-limitation, Salvo, tower)',
  kind: 'guard',
  docs: 'https://docs.rs/tower_governor/latest/tower_governor/',
  reads: 'rust',
  files: ['**/*.rs'],
  words: ['Governor', 'RateLimit'],
  emits: ['guard-kind'],
  limits: [
    'How many requests are let through is not read; one counter for all callers is told by the key that the same file names.',
    'Limits that a program keeps by itself (`governor`) and those that are taken as a parameter (`rocket-governor`) are not read.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => file.calls.flatMap(site => limiter(file, site)),
});

/** Layers and middleware that limit the rate of requests, and what they are called. Sources: the documentation of each crate. */
const MAKERS: ReadonlyMap<string, string> = new Map([
  ['tower_governor::GovernorLayer', 'tower_governor'],
  ['tower_governor::GovernorLayer::new', 'tower_governor'],
  ['tower_governor::governor::GovernorLayer', 'tower_governor'],
  ['actix_governor::Governor::new', 'actix-governor'],
  ['actix_limitation::RateLimiter::default', 'actix-limitation'],
  ['actix_ratelimit::RateLimiter::new', 'actix-ratelimit'],
  ['actix_extensible_rate_limit::RateLimiter::builder', 'actix-extensible-rate-limit'],
  ['salvo::rate_limiter::RateLimiter::new', 'Salvo'],
  ['salvo::prelude::RateLimiter::new', 'Salvo'],
  ['salvo_rate_limiter::RateLimiter::new', 'Salvo'],
  ['tower::limit::RateLimitLayer::new', 'tower'],
  ['tower::limit::rate::RateLimitLayer::new', 'tower'],
]);

function limiter(file: ProgramFile, { call }: CallSite): readonly FactBody[] {
  const who = pathsOf(file, call.callee).flatMap(path => MAKERS.get(path) ?? [])[0];
  if (who === undefined) return [];
  const nothing = limitsNothing(file, who);
  return [
    {
      kind: 'guard-kind',
      at: call.nameAt,
      framework: 'limiters-rust',
      site: call,
      effect: 'none',
      limiter: true,
      ...(nothing && { limitsNothing: nothing }),
      why: `${who} limits the rate of requests`,
    },
  ];
}

/** One counter for all callers stops nobody in particular, and everybody at once. */
function limitsNothing(file: ProgramFile, who: string): LimitsNothing | undefined {
  return who === 'tower' || /\bGlobalKeyExtractor\b/.test(file.text)
    ? { kind: 'keyless', why: 'all callers share one counter' }
    : undefined;
}
