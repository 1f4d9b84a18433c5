import type { Deriver } from './deriver.ts';
import { apiDerivers } from './gateway-api.ts';
import { operationDerivers } from './gateway-operation.ts';

/**
 * Signals of gateways, from the configuration in the tree.
 *
 * Tiers: a policy that exists is E2, one that acts on a route to the operation is E3, one that refuses violations there
 * without a known way round is E4. Source: model/conventions §0.1; gateways §0.2.
 */
export const gatewayDerivers: readonly Deriver[] = [...operationDerivers, ...apiDerivers];
