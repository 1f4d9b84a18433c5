/** Whether schemas bound what they accept: design-governance §2, and scoring G23 for bounds that bound nothing. */
import type { OpenapiNode } from '../../../src/parse/openapi.ts';
import { numberIn, textIn } from './values.ts';

/** `input`: every leaf bounded and every object closed. `output`: every leaf typed and every object closed. */
export type Side = 'input' | 'output';

/**
 * Whether a schema (or a parameter of OpenAPI 2, which is one) is constrained.
 *
 * Of an `allOf` the parts are judged together, of `oneOf` and `anyOf` each alternative with what stands beside it. What
 * cannot be followed, and a schema that says nothing, is not constrained. A schema that contains itself is judged once.
 */
export function isConstrained(schema: OpenapiNode, side: Side, known: Verdicts): boolean {
  const budget: Budget = { left: MAX_SCHEMAS, known, assumed: [] };
  const isWhole = holds([schema], side, new Set(), budget);
  // What held on the way there may have leaned on a circle; it is sure once the whole holds.
  if (isWhole) for (const key of budget.assumed) known.set(key, true);
  return isWhole;
}

/** Verdicts on the schemas of one document, so that shared ones are judged once. */
export type Verdicts = Map<string, boolean>;

const MAX_SCHEMAS = 2_000;

type Budget = { left: number; readonly known: Verdicts; readonly assumed: string[] };

/** `parts` hold together, as in an `allOf`. `open` are those being judged further up: a circle holds if the rest of it does. */
function holds(parts: readonly OpenapiNode[], side: Side, open: ReadonlySet<string>, budget: Budget): boolean {
  const id = parts.map(part => part.id).join(' ');
  if (open.has(id)) return true;
  const key = `${side} ${id}`;
  const known = budget.known.get(key);
  if (known !== undefined) return known;
  if (budget.left-- <= 0 || open.size > 60) return false;
  const isWhole = judge(parts, side, new Set([...open, id]), budget);
  if (isWhole) budget.assumed.push(key);
  else budget.known.set(key, false);
  return isWhole;
}

function judge(parts: readonly OpenapiNode[], side: Side, inside: ReadonlySet<string>, budget: Budget): boolean {
  const flat = flatten(parts);
  const alternatives = flat.map(part => part.get('oneOf') ?? part.get('anyOf')).find(node => node !== undefined);
  if (alternatives) {
    const rest = flat.map(part => ((part.get('oneOf') ?? part.get('anyOf')) ? without(part) : part));
    const items = alternatives.items();
    return items.length > 0 && items.every(item => holds([...rest, item], side, inside, budget));
  }
  if (flat.some(part => part.value === false || part.get('const') || (part.get('enum')?.items().length ?? 0) > 0))
    return true;
  if (flat.some(part => part.value === undefined)) return false;
  const types = typesOf(flat).filter(type => type !== 'null');
  return types.length > 0 && types.every(type => holdsAs(type, flat, side, inside, budget));
}

/** The parts of nested `allOf`s, side by side, each once. */
function flatten(parts: readonly OpenapiNode[]): readonly OpenapiNode[] {
  const flat = new Map<string, OpenapiNode>();
  const queue = [...parts];
  for (const part of queue) {
    if (flat.has(part.id) || flat.size > 500) continue;
    flat.set(part.id, part);
    queue.push(...(part.get('allOf')?.items() ?? []));
  }
  return [...flat.values()];
}

/** The same node with its alternatives hidden, for judging one of them beside the rest. */
function without(node: OpenapiNode): OpenapiNode {
  return {
    ...node,
    id: `${node.id}~`,
    get: key => (key === 'oneOf' || key === 'anyOf' || key === 'allOf' ? undefined : node.get(key)),
  };
}

function typesOf(parts: readonly OpenapiNode[]): readonly string[] {
  for (const part of parts) {
    const type = part.get('type');
    if (type && Array.isArray(type.value)) return type.value.filter(each => typeof each === 'string');
    const one = textIn(type);
    if (one !== undefined) return [one];
  }
  if (parts.some(part => part.get('properties') || part.get('additionalProperties'))) return ['object'];
  return parts.some(part => part.get('items')) ? ['array'] : [];
}

function holdsAs(
  type: string,
  parts: readonly OpenapiNode[],
  side: Side,
  open: ReadonlySet<string>,
  budget: Budget,
): boolean {
  switch (type) {
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return (
        side === 'output' ||
        (hasBound(parts, 'minimum', 'exclusiveMinimum') && hasBound(parts, 'maximum', 'exclusiveMaximum'))
      );
    case 'string':
      return side === 'output' || isBoundedText(parts);
    case 'array': {
      const items = parts.flatMap(part => part.get('items') ?? []);
      const isBounded = side === 'output' || parts.some(part => isSize(numberIn(part.get('maxItems'))));
      return isBounded && items.length > 0 && holds(items, side, open, budget);
    }
    case 'object':
      return isClosed(parts, side, open, budget);
    default:
      // `file` of OpenAPI 2 has no bound at all.
      return side === 'output' && type === 'file';
  }
}

/** In 2.0 and 3.0 an exclusive bound is a flag beside the bound, in 3.1 a number of its own. */
function hasBound(parts: readonly OpenapiNode[], inclusive: string, exclusive: string): boolean {
  return parts.some(part => isLimit(numberIn(part.get(inclusive))) || isLimit(numberIn(part.get(exclusive))));
}

/** The largest values of the types that tools write as bounds: they limit nothing. */
const TYPE_LIMITS: ReadonlySet<number> = new Set([2_147_483_647, 2_147_483_648, 4_294_967_295]);

function isLimit(value: number | undefined): boolean {
  return value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER && !TYPE_LIMITS.has(Math.abs(value));
}

/** Characters, items or properties beyond which no request comes: a bound above it limits nothing. */
const MOST_PARTS = 100_000_000;

function isSize(value: number | undefined): boolean {
  return isLimit(value) && value !== undefined && value < MOST_PARTS;
}

/** Formats that leave no room: a value of the format has a largest length. */
const CLOSED_FORMATS: ReadonlySet<string> = new Set(['uuid', 'date', 'date-time', 'time', 'ipv4', 'ipv6']);

function isBoundedText(parts: readonly OpenapiNode[]): boolean {
  const formats = parts.flatMap(part => textIn(part.get('format')) ?? []);
  if (formats.some(format => CLOSED_FORMATS.has(format))) return true;
  const patterns = parts.flatMap(part => textIn(part.get('pattern')) ?? []).filter(pattern => !isTrivial(pattern));
  if (patterns.some(isClosedPattern)) return true;
  return parts.some(part => isSize(numberIn(part.get('maxLength')))) && (patterns.length > 0 || formats.length > 0);
}

/** Patterns that everything matches: G23. */
function isTrivial(pattern: string): boolean {
  return /^\^?(?:\.|\[\\s\\S\]|\[\^\]|\(\.\))?[*+]?\$?$/.test(pattern);
}

/** Anchored at both ends and without an open repetition. Judged on the text, so `[+]` counts as one: too strict at worst. */
function isClosedPattern(pattern: string): boolean {
  return pattern.startsWith('^') && pattern.endsWith('$') && !/[*+|]|\{\d+,\}|\{\d{0,9},?\d{9,}\}/.test(pattern);
}

/**
 * Closed means that no property can come in beside the known ones, judged on all parts together: an
 * `additionalProperties: false` inside an `allOf` sees its own part alone, so it closes the whole only if that part
 * names every property; `unevaluatedProperties: false` sees all.
 */
function isClosed(parts: readonly OpenapiNode[], side: Side, open: ReadonlySet<string>, budget: Budget): boolean {
  const properties = parts.flatMap(part => part.get('properties')?.entries() ?? []);
  const names = new Set(properties.map(([name]) => name));
  const closes = parts.some(part => {
    if (part.get('unevaluatedProperties')?.value === false) return true;
    const own = new Set((part.get('properties')?.entries() ?? []).map(([name]) => name));
    const more = part.get('additionalProperties');
    if (!more || [...names].some(name => !own.has(name))) return false;
    if (more.value === false) return true;
    return (
      typeof more.value === 'object' && isSize(numberIn(part.get('maxProperties'))) && holds([more], side, open, budget)
    );
  });
  if (!closes) return false;
  const skipped = side === 'input' ? 'readOnly' : 'writeOnly';
  return properties.every(
    ([, property]) => property.get(skipped)?.value === true || holds([property], side, open, budget),
  );
}
