import { CAPS } from './parsed.ts';

type Weight = { readonly nodes: number; readonly depth: number };

/**
 * Whether a value with shared parts (YAML aliases) stays within the caps once every alias is written out; the trouble
 * when it does not. Each shared part is weighed once, so that a bomb costs no more than its text.
 */
export function boundedValue(root: unknown): { readonly code: string; readonly message: string } | undefined {
  const weights = new Map<object, Weight | 'open'>();
  let distinct = 0;
  const weigh = (value: unknown, depth: number): Weight | undefined => {
    if (typeof value !== 'object' || value === null) {
      distinct++;
      return { nodes: 1, depth: 1 };
    }
    const known = weights.get(value);
    if (known === 'open' || depth > CAPS.depth) return undefined;
    if (known) return known;
    weights.set(value, 'open');
    distinct++;
    let nodes = 1;
    let deepest = 0;
    for (const child of Object.values(value)) {
      const weight = weigh(child, depth + 1);
      if (!weight) return undefined;
      nodes += weight.nodes;
      deepest = Math.max(deepest, weight.depth);
    }
    const weight = { nodes, depth: deepest + 1 };
    weights.set(value, weight);
    return weight;
  };

  const whole = weigh(root, 1);
  if (!whole || whole.depth > CAPS.depth) {
    return {
      code: 'too-deep',
      message: `nested more than ${CAPS.depth} levels deep, or without end; the file was left out`,
    };
  }
  if (whole.nodes - distinct > CAPS.aliases) {
    return { code: 'too-many-aliases', message: `aliases add more than ${CAPS.aliases} values; the file was left out` };
  }
  return undefined;
}
