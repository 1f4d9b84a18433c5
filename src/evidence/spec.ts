import type { Deriver } from './deriver.ts';
import { specAgreementDerivers } from './spec-agreement.ts';
import { specContractDerivers } from './spec-contract.ts';
import { specPresenceDerivers } from './spec-presence.ts';
import { specSecurityDerivers } from './spec-security.ts';

/** Signals of signals §C.1 (and two of §C.2) that descriptions and the inventory answer. */
export const specDerivers: readonly Deriver[] = [
  ...specPresenceDerivers,
  ...specAgreementDerivers,
  ...specSecurityDerivers,
  ...specContractDerivers,
];
