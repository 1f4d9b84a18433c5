import type { Plane } from '../core/evidence.ts';
import type { Report } from '../core/report.ts';
import type { CatalogueSignal } from '../../models/schema.ts';
import type { ScoreInput } from './input.ts';
import type { Item } from './items.ts';

/** What could be seen, asked per signal and item. */
export type Visible = {
  /** Whether a missing record means a missing practice. */
  readonly isAbsenceKnown: (signal: CatalogueSignal, item: Item) => boolean;
  /** Whether reading more could show what was found to be stronger. */
  readonly couldBeStronger: (signal: CatalogueSignal, item: Item) => boolean;
  readonly isSupported: (signal: string) => boolean;
  /** Planes of the signal that were not readable for the item, with why. */
  readonly unread: (signal: CatalogueSignal, item: Item) => readonly { readonly plane: Plane; readonly why: string }[];
};

export function visibleIn(input: ScoreInput): Visible {
  const supported = new Map(
    input.coverage
      .filter(line => line.status === 'supported')
      .map(line => [line.signal, new Set(line.withoutPlace)] as const),
  );
  const isSupported = (signal: string): boolean => supported.has(signal);
  // Of the organisation as a whole, there is a place when some repository holds one.
  const hasPlace = (signal: string, repository: string | undefined): boolean => {
    const without = supported.get(signal);
    if (without === undefined) return false;
    return repository === undefined ? without.size < Math.max(1, input.reading.scanned) : !without.has(repository);
  };
  const planes = planeReader(input);

  return {
    isSupported,
    isAbsenceKnown: (signal, item) => {
      if (!item.isScanned || !isSupported(signal.id)) return false;
      // Where no description has an operation, none states anything of it; that was found by reading them, or that there are none.
      if (signal.family === 'specification' && item.operation !== undefined && item.operation.documented !== 'yes')
        return item.operation.documented === 'no';
      if (!hasPlace(signal.id, item.repository)) return false;
      if (signal.scope === 'organisation' && !input.reading.isWhole) return false;
      if (signal.family === 'routes' && item.operation !== undefined && isCodeUnknown(signal.id, item)) return false;
      const needed = signal.decidedBy ?? signal.planes;
      if (signal.needsMapping === true && !item.isMapped) return planes('gwx', item.repository).readable;
      return needed.every(plane => planes(plane, item.repository).readable);
    },
    couldBeStronger: (signal, item) => {
      const raising =
        signal.raisedBy ??
        (signal.decidedBy === undefined ? [] : signal.planes.filter(plane => !signal.decidedBy?.includes(plane)));
      return raising.some(plane => !planes(plane, item.repository).readable);
    },
    unread: (signal, item) =>
      signal.planes.flatMap(plane => {
        const seen = planes(plane, item.repository);
        return seen.readable ? [] : [{ plane, why: seen.why }];
      }),
  };
}

/** A description alone says nothing of the code, and a guard that could not be followed is neither there nor missing. */
function isCodeUnknown(signal: string, item: Item): boolean {
  if (item.operation?.implemented === 'unknown') return true;
  return signal.startsWith('route.auth.') && item.operation?.auth.status === 'unknown';
}

/**
 * The ledger, asked for one repository: its own lines count, then those of the organisation or of the target as a whole.
 * Every line that counts must say yes.
 */
function planeReader(input: ScoreInput): (plane: Plane, repository: string | undefined) => Seen {
  const names = new Set(input.repositories.map(repository => repository.id));
  const lines = new Map<Plane, Map<string, Visibility[]>>();
  for (const line of input.visibility) {
    const ofPlane = lines.get(line.plane) ?? new Map<string, Visibility[]>();
    lines.set(line.plane, ofPlane.set(line.subject, [...(ofPlane.get(line.subject) ?? []), line]));
  }
  const linesOf = (plane: Plane, repository: string | undefined): readonly Visibility[] => {
    const ofPlane = lines.get(plane) ?? new Map<string, Visibility[]>();
    const own = repository === undefined ? undefined : ofPlane.get(repository);
    if (own !== undefined) return own;
    const rest = [...ofPlane].filter(([subject]) => !names.has(subject)).flatMap(([, each]) => each);
    // Of the organisation as a whole, a plane is read when it was read for every repository.
    return rest.length > 0 ? rest : repository === undefined ? [...ofPlane.values()].flat() : [];
  };
  const memo = new Map<Plane, Map<string | undefined, Seen>>();
  return (plane, repository) => {
    const ofPlane = memo.get(plane) ?? new Map<string | undefined, Seen>();
    memo.set(plane, ofPlane);
    const known = ofPlane.get(repository);
    if (known !== undefined) return known;
    const seen = read(plane, linesOf(plane, repository));
    ofPlane.set(repository, seen);
    return seen;
  };
}

type Visibility = Report['visibility'][number];
type Seen = { readonly readable: boolean; readonly why: string };

function read(plane: Plane, lines: readonly Visibility[]): Seen {
  const unread = lines.find(line => line.readable !== 'yes');
  if (lines.length > 0 && unread === undefined) return { readable: true, why: '' };
  return { readable: false, why: unread?.why ?? NOT_GIVEN[plane] };
}

const NOT_GIVEN: { readonly [P in Plane]: string } = {
  repo: 'the repository was not read',
  ci: 'no run history was given',
  host: 'hosting settings were not read',
  gwx: 'no gateway export was given',
  run: 'no traffic was given',
  att: 'no attested documents were given',
};
