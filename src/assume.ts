/** What-if: evidence that nobody saw, put beside what was seen and marked, to see what it would change. */
import type { CatalogueSignal, SignalCatalogue } from '../models/schema.ts';
import { nearest } from '../models/nearest.ts';
import type { Tier } from './core/evidence.ts';
import { digest } from './core/operation.ts';
import type { ReportEvidence, ReportState } from './core/report.ts';
import { isServed } from './core/served.ts';
import { assumedRecord } from './score/assumed-record.ts';

/** An assumption that cannot be made, in a sentence for the person who wrote it. */
export class AssumptionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'AssumptionError';
  }
}

type Assumption = {
  readonly text: string;
  readonly signal: CatalogueSignal;
  readonly value: Tier | 'no';
  readonly on: string;
};

const TIERS: readonly Tier[] = ['E1', 'E2', 'E3', 'E4', 'E5'];

/**
 * The state with the assumed answers in place of those that were seen, on every subject of the signal or on the named ones.
 *
 * `SIGNAL` assumes it at its strongest, `SIGNAL=E3` at a tier, `SIGNAL=no` its absence; `@SUBJECT` restricts it to what has
 * this id, name, title or component. Throws `AssumptionError`.
 */
export function assume(state: ReportState, texts: readonly string[], catalogue: SignalCatalogue): ReportState {
  return texts.map(text => parsed(text, catalogue)).reduce(applied, state);
}

function parsed(text: string, catalogue: SignalCatalogue): Assumption {
  const [, id = '', given, on = ''] = /^([^=@]*)(?:=([^@]*))?(?:@(.*))?$/s.exec(text) ?? [];
  const signal = catalogue.get(id);
  if (signal === undefined) {
    const close = nearest(id, catalogue.keys());
    throw new AssumptionError(
      `"${text}": no signal is called "${id}"${close === undefined ? '' : `; did you mean ${close}?`}`,
    );
  }
  const { tiers } = signal;
  const most = tiers === 'none' ? undefined : tiers.max;
  const value = given === undefined ? most : (['no', ...TIERS] as const).find(each => each === given);
  if (value === undefined)
    throw new AssumptionError(
      `"${text}": what is assumed of a signal is no, or a tier from E1 to ${most ?? 'E0'}; ${given === undefined ? 'this signal has no strength of its own' : `found "${given}"`}`,
    );
  if (value !== 'no' && (most === undefined || value > most))
    throw new AssumptionError(`"${text}": ${id} can be ${most ?? 'E0'} at the most`);
  if (value !== 'no' && signal.polarity === 'contradicts')
    throw new AssumptionError(`"${text}": ${id} can only speak against a level; assume it away with ${id}=no`);
  return { text, signal, value, on };
}

function applied(state: ReportState, assumption: Assumption): ReportState {
  const { signal, value, text, on } = assumption;
  const subjects = subjectsOf(state, assumption);
  if (subjects.length === 0)
    throw new AssumptionError(
      `"${text}": ${on === '' ? `there is no ${signal.scope} to assume it of` : `no ${signal.scope} is called "${on}" or belongs to it`}`,
    );
  const touched = new Set(subjects);
  const isReplaced = (each: ReportEvidence): boolean =>
    each.signal === signal.id && each.subject.scope === signal.scope && touched.has(each.subject.id);
  // A signal that only contradicts is assumed away by leaving its records out.
  const added =
    value === 'no' && signal.polarity === 'contradicts' ? [] : subjects.map(id => assumed(state, assumption, id));
  return {
    ...state,
    evidence: [...state.evidence.filter(each => !isReplaced(each)), ...added].sort(byIdentity),
    assumptions: [...state.assumptions, text],
  };
}

function subjectsOf(state: ReportState, { signal, on }: Assumption): readonly string[] {
  switch (signal.scope) {
    case 'organisation':
      return on === '' || on === state.target.organisation ? [state.target.organisation] : [];
    case 'repository':
      return state.coverage.repositories
        .filter(row => row.status === 'scanned' && (on === '' || on === row.name))
        .map(row => row.name);
    case 'api':
      return state.apis
        .filter(api => on === '' || [api.id, api.title, api.component, api.repository].includes(on))
        .map(api => api.id);
    case 'operation': {
      const apis = new Map(state.apis.map(api => [api.id, api]));
      return state.endpoints
        .filter(isServed)
        .filter(operation => {
          const api = apis.get(operation.api);
          const names = [operation.id, `${operation.method} ${operation.path}`, operation.component, operation.api];
          return on === '' || [...names, api?.title, api?.repository].includes(on);
        })
        .map(operation => operation.id);
    }
  }
}

function assumed(state: ReportState, { signal, value, text }: Assumption, id: string): ReportEvidence {
  return assumedRecord(signal, value === 'no' ? 'E3' : value, state.generatedAt.slice(0, 10), {
    id: `ev-${digest(`assumed#${text}#${signal.scope}:${id}`)}`,
    subject: { scope: signal.scope, id },
    polarity: value === 'no' ? 'contradicts' : 'supports',
    summary: `Assumed, not seen: ${text}.`,
  });
}

function byIdentity(a: ReportEvidence, b: ReportEvidence): number {
  const key = (each: ReportEvidence): readonly string[] => [each.signal, each.subject.scope, each.subject.id, each.id];
  const [one, other] = [key(a), key(b)];
  const at = one.findIndex((part, place) => part !== other[place]);
  return at < 0 ? 0 : (one[at] ?? '') < (other[at] ?? '') ? -1 : 1;
}
