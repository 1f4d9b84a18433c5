/** What is said of requests to other services, in whatever language they are written. */
import type { FactBody } from '../../src/core/fact.ts';
import type { PracticeFact } from '../../src/core/facts/practice.ts';
import type { Location } from '../../src/core/location.ts';
import { switchAt } from './switch-at.ts';

export function outboundFact(at: Location, standing: PracticeFact['standing'], what: string): PracticeFact {
  return { kind: 'practice', at, practice: 'outbound', standing, what };
}

/** The certificate or the name of the other side is not verified: an outbound request, and a switch of the program. */
export function unverifiedTls(at: Location, what: string): readonly FactBody[] {
  return [outboundFact(at, 'unsound', what), switchAt(at, 'tls-verification', false, what)];
}
