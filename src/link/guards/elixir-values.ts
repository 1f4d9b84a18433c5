/** Texts and lists among what is seen. */
import { HOLE } from '../value.ts';
import type { Seen } from './seen.ts';

export function textOf(seen: Seen | undefined): string | undefined {
  return seen?.kind === 'known' && seen.value.kind === 'text' && !seen.value.value.includes(HOLE)
    ? seen.value.value
    : undefined;
}

/** A text, of which some parts may not be known: what is written of it. */
export function partlyText(seen: Seen | undefined): string | undefined {
  if (seen?.kind !== 'known' || seen.value.kind !== 'text') return undefined;
  const written = seen.value.value.replaceAll(HOLE, '');
  return written === '' ? undefined : written;
}

export function listOf(items: readonly Seen[]): Seen {
  return items.length === 0
    ? { kind: 'known', value: { kind: 'list', items: [], isOpen: false } }
    : { kind: 'list', items };
}
