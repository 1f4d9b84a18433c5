import { CliError, EXIT } from './exit.ts';

export type ScanTime = { readonly generatedAt: string; readonly today: string };

/**
 * The time that a report carries: `SOURCE_DATE_EPOCH` (seconds) when it is set, else now, to the second. Ages are counted
 * against its day, so that a report can be made again to the byte.
 *
 * Source: conventions §3, https://reproducible-builds.org/specs/source-date-epoch/.
 */
export function scanTime(environment: Readonly<Record<string, string | undefined>>, nowMs: number): ScanTime {
  const given = environment['SOURCE_DATE_EPOCH'];
  if (given !== undefined && given !== '' && !/^\d{1,11}$/.test(given)) {
    throw new CliError(EXIT.usage, `SOURCE_DATE_EPOCH is "${given}"; it must be a whole number of seconds since 1970`);
  }
  const seconds = given ? Number(given) : Math.floor(nowMs / 1000);
  const generatedAt = new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
  return { generatedAt, today: generatedAt.slice(0, 10) };
}
