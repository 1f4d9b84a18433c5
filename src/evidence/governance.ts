import type { Deriver } from './deriver.ts';
import { organisationDerivers } from './governance-organisation.ts';
import { ownershipDerivers } from './governance-ownership.ts';

/** Signals of repository and organisation records. `org.ruleset.shared` needs several repositories and is not answered from one tree. */
export const governanceDerivers: readonly Deriver[] = [...ownershipDerivers, ...organisationDerivers];
