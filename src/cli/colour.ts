import type { ColourChoice } from './options.ts';

export type ColourInput = {
  readonly choice: ColourChoice;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
};

/**
 * Whether to colour: `--color` outranks all; then `NO_COLOR` (set and not empty) says no, `FORCE_COLOR` (set and not `0`)
 * yes, `TERM=dumb` no; else a terminal is coloured.
 *
 * Source: conventions §1, https://no-color.org.
 */
export function isColoured({ choice, environment, isTerminal }: ColourInput): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (environment['NO_COLOR']) return false;
  if (environment['FORCE_COLOR'] !== undefined) return environment['FORCE_COLOR'] !== '0';
  return isTerminal && environment['TERM'] !== 'dumb';
}
