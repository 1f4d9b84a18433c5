/** What arguments of calls of PHP say of answers. */
import { type Called, type Seen, numberOf } from './seen.ts';

/** A status among the arguments: by its name, or the number at a place. */
export function statusIn({ args, node }: Called, place: number): number | undefined {
  const index = node.args.findIndex(arg => arg.kind === 'named' && /^(?:status|code|statusCode)$/.test(arg.name));
  const given = index >= 0 ? args[index] : args[place];
  const number = given && numberOf(given);
  return number !== undefined && number >= 100 && number < 600 ? number : undefined;
}

export function textOf(seen: Seen | undefined): string | undefined {
  return seen?.kind === 'known' && seen.value.kind === 'text' ? seen.value.value : undefined;
}
