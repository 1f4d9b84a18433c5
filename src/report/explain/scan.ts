/** The scan itself: what was read, what was not, and why. */
import type { Report } from '../../core/report.ts';
import { scannedPhrase } from '../roll-up.ts';
import { countText, placeText, planeText, plural } from '../words.ts';
import { field, section, table } from './lines.ts';

type Lines = readonly string[];

export function listFiles(report: Report): Lines {
  const { files, languagesNotRead } = report.coverage;
  const { target } = report;
  return [
    `files · ${target.name}${target.commit === null ? '' : ` @ ${target.commit}`} · ${plural(files.read, 'file')} read, ${countText(files.failed.length)} not`,
    ...section('incomplete because', report.incompleteBecause),
    ...section('read, by what they are for', table(counts(files.readByRole))),
    ...section('left out, by rule', table(counts(files.excluded))),
    ...section('could not be read', table(files.failed.map(({ file, why }) => [`${file}:1`, why]))),
    ...section(
      'languages that are not read yet: nothing is claimed about them',
      table(languagesNotRead.map(({ language, files: count }) => [language, plural(count, 'file')])),
    ),
    ...section('API descriptions', table(report.descriptions.map(row => [`${row.file}:1`, descriptionText(row)]))),
    ...section(
      'what a person should know',
      table(report.diagnostics.map(row => [placeText(row), row.code, row.message])),
    ),
  ];
}

function counts(record: { readonly [name: string]: number }): readonly (readonly string[])[] {
  return Object.entries(record).map(([name, count]) => [name, countText(count)]);
}

export function explainDescription(report: Report, file: string): Lines | undefined {
  const row = report.descriptions.find(description => description.file === file);
  if (!row) return undefined;
  const endpoints = report.endpoints.flatMap(endpoint =>
    endpoint.sources
      .filter(source => source.kind === 'description' && source.file === file)
      .map(source => [`${endpoint.method} ${endpoint.path}`, endpoint.state, placeText(source)]),
  );
  return [`${file} · ${descriptionText(row)}`, ...section('operations', table(endpoints))];
}

function descriptionText({ accepted, rejectedBy, operations, matched }: Report['descriptions'][number]): string {
  const counted = `${matched} of ${plural(operations, 'operation')} found in code`;
  if (accepted) return `counts; ${counted}`;
  return `does not count${rejectedBy ? ` (${rejectedBy.rule}: ${rejectedBy.why})` : ''}; ${counted}`;
}

export function listRepositories(report: Report): Lines {
  const rows = report.coverage.repositories.map(({ name, status, why, commit }) => [
    name,
    status,
    commit?.slice(0, 12) ?? '',
    why ?? '',
  ]);
  return [`repositories · ${scannedPhrase(report).text} scanned`, ...section('each once', table(rows))];
}

export function listVisibility(report: Report): Lines {
  const rows = report.visibility.map(({ plane, subject, readable, why }) => [planeText(plane), readable, subject, why]);
  return [
    'visibility · what could be looked at at all',
    ...field('note', 'an absence is only asserted where the place was readable'),
    ...section('plane, readable, subject, why', table(rows)),
  ];
}

export function listSignals(report: Report): Lines {
  const supported = report.signals.filter(({ status }) => status === 'supported');
  const others = report.signals.filter(({ status }) => status === 'not-supported');
  const evidenceOf = (id: string) => report.evidence.filter(({ signal }) => signal === id);
  return [
    `signals · ${supported.length} looked for, ${others.length} without a detector yet`,
    ...section(
      'looked for: pieces of evidence, first place',
      table(
        supported.map(({ signal, why }) => {
          const found = evidenceOf(signal);
          const place = found[0]?.facts[0];
          return [signal, String(found.length), place ? placeText(place) : why];
        }),
      ),
    ),
    ...section(
      'no detector yet: they can only widen an interval',
      table(others.map(({ signal, why }) => [signal, why])),
    ),
  ];
}
