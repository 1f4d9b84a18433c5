/** Each fixture is scanned as a person would scan it, and compared with what a person read in it. */
import { describe, expect, test } from 'vitest';
import type { Report } from '../src/core/report.ts';
import { scanTree } from '../src/scan.ts';
import { openFolder } from '../src/source/folder.ts';
import { fixtures } from './support/fixtures.ts';
import type { ExpectedEndpoint } from './support/fixtures.ts';

describe.each(fixtures())('$name', ({ folder, endpoints: expected }) => {
  const scanned = scan(folder);

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
});

async function scan(folder: string): Promise<readonly ExpectedEndpoint[]> {
  const report = await scanTree(await openFolder(folder), {
    today: '2026-11-14',
    generatedAt: '2026-11-14T00:00:00Z',
    toolVersion: '0.0.0',
  });
  return report.endpoints.map(expectedOf);
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
