import type { OpenapiNode } from '../../../src/parse/openapi.ts';

/** A string, trimmed; a number as text. Undefined for anything else and for the empty string. */
export function textIn(node: OpenapiNode | undefined): string | undefined {
  const value = node?.value;
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

export function numberIn(node: OpenapiNode | undefined): number | undefined {
  return typeof node?.value === 'number' && Number.isFinite(node.value) ? node.value : undefined;
}

export function isTrue(node: OpenapiNode | undefined): boolean {
  return node?.value === true;
}
