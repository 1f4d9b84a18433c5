/** What a call of a routing table is given, as its mapper takes it. */
import type { Location } from '../../core/location.ts';
import type { CallExpr } from '../../core/program.ts';
import type { Frame } from '../frame.ts';
import { operand } from '../interpreter.ts';
import type { Machine } from '../machine.ts';
import { type ClosureValue, type Value, flatten, optionsOf } from '../value.ts';

export type Given = {
  readonly at: Location;
  /** Arguments that are no options, with their places. */
  readonly positional: readonly { readonly value: Value; readonly at: Location; readonly isSymbol?: boolean }[];
  readonly options: ReadonlyMap<string, Value>;
  /** Pairs whose keys are no names: `'path' => 'controller#action'`. */
  readonly pairs: readonly { readonly key: string; readonly at: Location; readonly value: Value }[];
  readonly block: ClosureValue | undefined;
};

/** The arguments of a call, with options that blocks around it give. */
export function givenIn(machine: Machine, frame: Frame, call: CallExpr, around: ReadonlyMap<string, Value>): Given {
  const positional: { value: Value; at: Location; isSymbol?: boolean }[] = [];
  const options = new Map(around);
  const pairs: { key: string; at: Location; value: Value }[] = [];
  let block: ClosureValue | undefined;
  for (const arg of call.args) {
    if (arg.kind === 'named' && arg.name === '&') {
      const value = operand(machine, frame, arg.value);
      if (value.kind === 'closure') block = value;
    } else if (arg.kind === 'named') options.set(arg.name, operand(machine, frame, arg.value));
    else if (arg.kind === 'record') {
      for (const entry of arg.entries) {
        const value = operand(machine, frame, entry.value);
        if (entry.kind === 'entry') pairs.push({ key: entry.key, at: entry.keyAt, value });
        else if (entry.kind === 'spread') spreadInto(value, options);
        else addComputed(operand(machine, frame, entry.key), { at: entry.at, value }, { pairs, positional });
      }
    } else if (arg.kind === 'spread') {
      const value = operand(machine, frame, arg.value);
      if (arg.isNamed) spreadInto(value, options);
      else for (const item of flatten(value)) positional.push({ value: item, at: arg.at });
    } else {
      // `:show` has one character more than its text, `'show'` two.
      const isSymbol = arg.kind === 'text' && arg.at.endColumn - arg.at.column === arg.value.length + 1;
      positional.push({ value: operand(machine, frame, arg), at: arg.at, ...(isSymbol ? { isSymbol } : {}) });
    }
  }
  const last = positional.at(-1);
  if (last?.value.kind === 'record') {
    spreadInto(last.value, options);
    positional.pop();
  }
  return { at: call.nameAt, positional, options, pairs, block };
}

/** A pair whose key is a text that is put together; or something mounted, and its path. */
function addComputed(
  key: Value,
  { at, value }: { readonly at: Location; readonly value: Value },
  {
    pairs,
    positional,
  }: {
    readonly pairs: { key: string; at: Location; value: Value }[];
    readonly positional: { value: Value; at: Location }[];
  },
): void {
  const texts = textsIn(key);
  for (const text of texts) pairs.push({ key: text, at, value });
  if (texts.length === 0) positional.push({ value: key, at }, { value, at });
}

function spreadInto(value: Value, options: Map<string, Value>): void {
  for (const option of optionsOf(value))
    if (option.kind === 'record') for (const [key, field] of option.fields) if (key !== '&') options.set(key, field);
}

/** Words of a value: a text, or several. */
export function textsIn(value: Value | undefined): readonly string[] {
  if (!value) return [];
  return flatten(value).flatMap(item =>
    optionsOf(item).flatMap(option => (option.kind === 'text' ? [option.value] : [])),
  );
}

export function textIn(value: Value | undefined): string | undefined {
  return textsIn(value)[0];
}

export function isTrue(value: Value | undefined): boolean {
  return value?.kind === 'boolean' && value.value;
}
