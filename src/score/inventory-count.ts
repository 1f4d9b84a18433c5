import { isServed } from '../core/served.ts';
import type { Condition } from '../../models/schema.ts';
import type { World } from './answers.ts';
import type { Judged } from './conditions.ts';

type InventoryCondition = Extract<Condition, { inventory: unknown }>;

/** Judges a number of things in the inventory. */
export function inventoryCount(condition: InventoryCondition, world: World): Judged {
  const { space } = world;
  const value = COUNTS[condition.inventory](world);
  const isEnough = condition.atLeast === undefined || value >= condition.atLeast;
  const isFew = condition.atMost === undefined || value <= condition.atMost;
  const low = isEnough && isFew && !(space.isEmpty && condition.atMost !== undefined);
  // An empty inventory may be one that was not seen.
  const high = low || (space.isEmpty && isFew);
  const text = `${value} ${condition.inventory}, ${condition.atLeast === undefined ? `at most ${condition.atMost}` : `at least ${condition.atLeast}`} needed`;
  return { condition, low, high, applies: true, text, coverage: [], inside: [] };
}

const COUNTS: { readonly [K in InventoryCondition['inventory']]: (world: World) => number } = {
  apis: ({ space }) => space.apis.length,
  operations: ({ space }) => space.operations.length,
  services: ({ space }) => new Set(space.operations.filter(isServed).map(operation => operation.component)).size,
  protocols: ({ space }) => new Set(space.apis.map(api => api.protocol)).size,
  'apis-or-clients': world => world.space.apis.length + clientsAt(world, 1).length,
  'consumed-apis': world => new Set(clientsAt(world, 3)).size,
  zombies: ({ space }) => space.operations.filter(operation => operation.state === 'zombie').length,
  shadows: ({ space }) => space.operations.filter(operation => operation.state === 'shadow').length,
};

/** What each record of outbound calls says: two repositories that call one API say the same. At E3 they name it. */
function clientsAt({ records }: World, rank: number): readonly string[] {
  const all = records.get('arch.integration-clients')?.all ?? [];
  return all
    .filter(each => each.evidence.polarity === 'supports' && each.effective.rank >= rank)
    .map(each => each.evidence.summary);
}
