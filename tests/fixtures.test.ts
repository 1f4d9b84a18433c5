/** Each fixture is scanned as a person would scan it, and compared with what a person read in it. */
import { describe, expect, test } from 'vitest';
import type { Report } from '../src/core/report.ts';
import { scanTree } from '../src/scan.ts';
import { openFolder } from '../src/source/folder.ts';
import { fixtures } from './support/fixtures.ts';
import type { ExpectedEndpoint, ExpectedEvidence } from './support/fixtures.ts';

describe.each(fixtures())('$name', ({ folder, endpoints: expected, evidence: expectedEvidence }) => {
  const report = scan(folder);
  const scanned = report.then(({ endpoints }) => endpoints.map(expectedOf));

  test('no operation is missed', async () => {
    const found = new Set((await scanned).map(identityOf));
    expect(expected.map(identityOf).filter(identity => !found.has(identity))).toEqual([]);
  });

  test('no operation is invented', async () => {
    const known = new Set(expected.map(identityOf));
    expect((await scanned).map(identityOf).filter(identity => !known.has(identity))).toEqual([]);
  });

  test('authentication and state are right', async () => {
    const wanted = new Map(expected.map(endpoint => [identityOf(endpoint), verdictOf(endpoint)]));
    const wrong = (await scanned)
      .map(endpoint => ({ identity: identityOf(endpoint), is: verdictOf(endpoint) }))
      .filter(({ identity, is }) => wanted.has(identity) && wanted.get(identity) !== is)
      .map(({ identity, is }) => `${identity}: expected ${wanted.get(identity)}, is ${is}`);
    expect(wrong).toEqual([]);
  });

  test('no evidence is missed', async () => {
    const found = await evidenceOf(report);
    expect(expectedEvidence.filter(one => !found.some(other => isSame(one, other))).map(wordsOf)).toEqual([]);
  });

  test('no evidence of the signals that are listed is invented', async () => {
    const signals = new Set(expectedEvidence.map(({ signal }) => signal));
    const found = (await evidenceOf(report)).filter(({ signal }) => signals.has(signal));
    const unknown = found.filter(one => !expectedEvidence.some(other => isSame(other, one)));
    expect(unknown.flatMap(one => one.places.slice(0, 1).map(place => wordsOf({ ...one, ...place })))).toEqual([]);
  });
});

function scan(folder: string): Promise<Report> {
  // Dates of commits are those of this project, not of the repository that a fixture plays.
  return openFolder(folder).then(({ changedAt: _changedAt, introducedBy: _introducedBy, ...tree }) =>
    scanTree(tree, { today: '2026-11-14', generatedAt: '2026-11-14T00:00:00Z', toolVersion: '0.0.0' }),
  );
}

/** Of several sources the first: what serves an operation stands before what speaks of it. */
function expectedOf({ method, path, sources, auth, state }: Report['endpoints'][number]): ExpectedEndpoint {
  const [source] = sources;
  if (!source || source.kind === 'traffic') throw new Error(`${method} ${path} has no place`);
  return { method, path, kind: source.kind, file: source.file, line: source.line, auth: auth.status, state };
}

function identityOf({ method, path, kind, file, line }: ExpectedEndpoint): string {
  return `${method} ${path} (${kind} ${file}:${line})`;
}

function verdictOf({ auth, state }: ExpectedEndpoint): string {
  return `auth ${auth}, ${state}`;
}

type FoundEvidence = Omit<ExpectedEvidence, 'file' | 'line'> & {
  readonly places: readonly { readonly file: string; readonly line: number }[];
};

/** Evidence with its subject in words: ids say nothing to a reader. */
async function evidenceOf(scanned: Promise<Report>): Promise<readonly FoundEvidence[]> {
  const { endpoints, apis, evidence } = await scanned;
  const names = new Map([
    ...endpoints.map(({ id, method, path }) => [id, `${method} ${path}`] as const),
    ...apis.map(({ id, title }) => [id, title] as const),
  ]);
  return evidence.map(({ signal, subject, polarity, tier, facts, rejected, nullifiedBy }) => ({
    signal,
    subject: `${subject.scope} ${names.get(subject.id) ?? subject.id}`,
    polarity,
    tier,
    places: facts.map(({ file, line }) => ({ file, line })),
    rejected: rejected.map(({ rule }) => rule),
    nullified: nullifiedBy.map(({ kind }) => kind),
  }));
}

function isSame(expected: ExpectedEvidence, { places, ...found }: FoundEvidence): boolean {
  const { file, line } = expected;
  return (
    places.some(place => place.file === file && place.line === line) &&
    wordsOf({ ...found, file, line }) === wordsOf(expected)
  );
}

function wordsOf({ signal, subject, polarity, tier, file, line, rejected, nullified }: ExpectedEvidence): string {
  const weakened = [...rejected.map(rule => `rejected by ${rule}`), ...nullified.map(kind => `${kind} nullified`)];
  return [`${signal}: ${subject} ${polarity} ${tier} (${file}:${line})`, ...weakened].join(', ');
}
