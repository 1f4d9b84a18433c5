/** From the text of a situation to the state that a scan of such an estate would have. */
import { createHash } from 'node:crypto';
import { ModelError, readYaml, type Checked, type ModelFault } from '../../models/read-yaml.ts';
import { nearest } from '../../models/nearest.ts';
import type { CatalogueSignal, SignalCatalogue } from '../../models/schema.ts';
import { digest } from '../core/operation.ts';
import { SCHEMA_VERSION, type ReportEvidence, type ReportState } from '../core/report.ts';
import { inventoryOf, repositoriesOf } from './inventory.ts';
import { Situation, type SituationRecord } from './schema.ts';
import { subjectsOn } from './subjects.ts';

export type ReadSituation = { readonly situation: Situation; readonly checked: Checked<Situation> };

/** Throws `ModelError` with one line a fault. `name` is what faults call the file. */
export function readSituation(text: string, name: string): ReadSituation {
  const checked = readYaml<Situation>(text, name, Situation);
  return { situation: checked.value, checked };
}

/**
 * The state to score. With `scanned`, the state that a scan gave, what the situation says of other planes comes on top.
 * Throws `ModelError` where the situation names what does not exist.
 */
export function stateOfSituation(
  { situation, checked }: ReadSituation,
  catalogue: SignalCatalogue,
  toolVersion: string,
  scanned?: ReportState,
): ReportState {
  const base = scanned ?? written(situation, catalogue, toolVersion);
  const named: ReportState = {
    ...base,
    generatedAt: `${situation.today}T00:00:00Z`,
    target: { ...base.target, kind: situation.scope === 'organisation' ? 'organisation' : base.target.kind },
    visibility: visibilityOf(situation, base),
    signals: base.signals.map(line =>
      situation.notSupported.includes(line.signal) ? { ...line, status: 'not-supported', why: 'so given' } : line,
    ),
  };
  const faults: ModelFault[] = [];
  const fault = (at: number, message: string): unknown => faults.push(checked.faultAt(['evidence', at], message));
  const records = situation.evidence.flatMap((record, at) => {
    const signal = catalogue.get(record.signal);
    if (signal === undefined) {
      const close = nearest(record.signal, catalogue.keys());
      fault(at, `no signal is called "${record.signal}"${close === undefined ? '' : `; nearest: ${close}`}`);
      return [];
    }
    const place = { file: checked.file, line: checked.faultAt(['evidence', at], '').line, column: 1 };
    return subjectsOf(named, signal, record, message => fault(at, message)).map(subject =>
      evidenceOf(record, signal, subject, at, place),
    );
  });
  if (faults.length > 0) throw new ModelError(faults);
  return { ...named, evidence: [...named.evidence, ...records] };
}

function subjectsOf(
  state: ReportState,
  signal: CatalogueSignal,
  { on, except = [] }: SituationRecord,
  fault: (message: string) => unknown,
): readonly Subject[] {
  const named = (names: readonly string[]): ReadonlyMap<string, Subject> =>
    new Map(
      names.flatMap(name => {
        const found = subjectsOn(state, signal.scope, name);
        if (typeof found !== 'string')
          return found.ids.map(id => [`${found.scope}:${id}`, { scope: found.scope, id }] as const);
        fault(`signal "${signal.id}": ${found}`);
        return [];
      }),
    );
  const without = named(except);
  return [...named(on)].filter(([key]) => !without.has(key)).map(([, subject]) => subject);
}

type Subject = ReportEvidence['subject'];

function evidenceOf(
  record: SituationRecord,
  signal: CatalogueSignal,
  subject: Subject,
  at: number,
  place: { readonly file: string; readonly line: number; readonly column: number },
): ReportEvidence {
  return {
    id: `ev-${digest(`${at}#${record.signal}#${subject.scope}:${subject.id}`)}`,
    signal: record.signal,
    subject,
    polarity: record.polarity,
    tier: record.tier,
    summary: record.summary ?? `${signal.title}, as given.`,
    plane: record.plane ?? signal.planes[0] ?? 'repo',
    confidence: record.confidence,
    facts: [{ ...place, excerpt: '', what: `${record.signal} ${record.tier}` }],
    observedAt: record.observedAt ?? null,
    introduced: record.introduced ?? null,
    likeness: record.text === undefined ? null : createHash('sha512').update(record.text).digest('hex'),
    assumed: false,
    rejected: record.rejected === undefined ? [] : [record.rejected],
    nullifiedBy:
      record.nullified === undefined
        ? []
        : [
            {
              kind: record.nullified.kind,
              why: record.nullified.why,
              at: place,
              isRecorded: record.nullified.recorded,
            },
          ],
  };
}

const PLANES = ['repo', 'ci', 'host', 'gwx', 'run', 'att'] as const;

/** Every plane of every repository; what the situation reads is readable, else what the scan said of it. */
function visibilityOf(situation: Situation, base: ReportState): ReportState['visibility'] {
  return base.coverage.repositories
    .filter(row => row.status === 'scanned')
    .flatMap(row =>
      PLANES.map(plane => {
        const exception = situation.unread.find(each => each.plane === plane && each.repository === row.name);
        if (exception !== undefined) return { plane, subject: row.name, readable: 'no' as const, why: exception.why };
        if (situation.read.includes(plane))
          return { plane, subject: row.name, readable: 'yes' as const, why: 'so given' };
        return (
          base.visibility.find(line => line.plane === plane && line.subject === row.name) ?? {
            plane,
            subject: row.name,
            readable: 'not-given' as const,
            why: 'it was not given',
          }
        );
      }),
    );
}

/** The state of an estate that exists only in words. */
function written(situation: Situation, catalogue: SignalCatalogue, toolVersion: string): ReportState {
  const { organisation, scope } = situation;
  return {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: 'apiassay', version: toolVersion, rules: 'situation' },
    generatedAt: `${situation.today}T00:00:00Z`,
    target: {
      kind: scope === 'organisation' ? 'organisation' : 'repository',
      name: organisation,
      organisation,
      commit: null,
      committedAt: null,
    },
    view: null,
    complete: situation.repositories.every(repository => repository.scanned),
    incompleteBecause: situation.repositories
      .filter(repository => !repository.scanned)
      .map(repository => `${repository.id}: could not be read`),
    coverage: {
      files: { read: 0, readByRole: {}, excluded: {}, failed: [] },
      repositories: repositoriesOf(situation),
      languagesNotRead: [],
    },
    visibility: [],
    ...inventoryOf(situation),
    descriptions: [],
    signals: [...catalogue.keys()].map(signal => ({
      signal,
      status: 'supported' as const,
      why: 'so given',
      withoutPlace: [],
    })),
    evidence: [],
    assumptions: [],
    diagnostics: [],
  };
}
