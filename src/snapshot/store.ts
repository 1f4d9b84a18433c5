/** Snapshots: reports kept for good, each with a manifest that is written last. */
import { z } from 'zod';
import { canonicalJson } from '../core/canonical-json.ts';
import type { Report } from '../core/report.ts';
import { decodeReport, encodeReport } from './report-object.ts';
import { folderStorage, type Storage } from './storage.ts';

/** What the list of snapshots shows, and what makes a stored object visible. */
export const Snapshot = z.strictObject({
  manifestVersion: z.literal(1),
  /** `000007-1f2e3d4c5b6a`: counts up from 1, then the start of the object's hash. */
  id: z.string().regex(/^\d{6,12}-[0-9a-f]{12}$/),
  /** SHA-256 of the stored object. */
  object: z.string().regex(/^[0-9a-f]{64}$/),
  /** When the report was made. */
  generatedAt: z.string(),
  target: z.strictObject({ kind: z.string(), name: z.string(), commit: z.string().nullable() }),
  tool: z.strictObject({ version: z.string(), rules: z.string() }),
  complete: z.boolean(),
  endpoints: z.int().min(0),
});
export type Snapshot = Readonly<z.infer<typeof Snapshot>>;

export type Retrieved =
  | { readonly kind: 'found'; readonly snapshot: Snapshot; readonly report: Report }
  /** No snapshot, or more than one, is meant by the words given. */
  | { readonly kind: 'not-found'; readonly why: string }
  | { readonly kind: 'damaged'; readonly why: string };

export type SnapshotStore = {
  /** Stores a report. The same report twice in a row is one snapshot; the same result on another day is one object. */
  readonly put: (report: Report) => Snapshot;
  /** Complete snapshots, oldest first; of one target when its name is given. */
  readonly list: (target?: string) => readonly Snapshot[];
  /** The newest one. */
  readonly latest: (target?: string) => Snapshot | undefined;
  /** By id, by the start of an id's number or of the hash, `last`, or `last~N` for the Nth before it. */
  readonly get: (idOrLast: string, target?: string) => Retrieved;
};

const MANIFESTS = 'snapshots';

/** Opens the store in a folder; it need not exist yet. */
export function openStore(directory: string): SnapshotStore {
  return storeOver(folderStorage(directory));
}

/** The store over any storage. */
export function storeOver(storage: Storage): SnapshotStore {
  const list = (target?: string): readonly Snapshot[] =>
    storage
      .list(MANIFESTS)
      .flatMap(name => readManifest(storage, name))
      .filter(snapshot => target === undefined || snapshot.target.name === target)
      .sort((a, b) => numberOf(a) - numberOf(b) || (a.id < b.id ? -1 : 1));
  return {
    list,
    latest: target => list(target).at(-1),
    put: report => {
      const object = encodeReport(report);
      const last = list(report.target.name).at(-1);
      if (last?.object === object.hash && last.generatedAt === report.generatedAt) return last;
      const name = objectName(object.hash);
      if (storage.read(name) === undefined) storage.write(name, object.bytes);
      const snapshot = manifestOf(report, object.hash, Math.max(0, ...list().map(numberOf)) + 1);
      storage.write(`${MANIFESTS}/${snapshot.id}.json`, Buffer.from(canonicalJson(snapshot)));
      return snapshot;
    },
    get: (idOrLast, target) => {
      const snapshots = list(target);
      const meant = select(snapshots, idOrLast);
      if (meant.length !== 1 || meant[0] === undefined)
        return { kind: 'not-found', why: whyNot(snapshots, idOrLast, meant, target) };
      return retrieve(storage, meant[0]);
    },
  };
}

function manifestOf(report: Report, hash: string, number: number): Snapshot {
  return {
    manifestVersion: 1,
    id: `${String(number).padStart(6, '0')}-${hash.slice(0, 12)}`,
    object: hash,
    generatedAt: report.generatedAt,
    target: { kind: report.target.kind, name: report.target.name, commit: report.target.commit },
    tool: { version: report.tool.version, rules: report.tool.rules },
    complete: report.complete,
    endpoints: report.endpoints.length,
  };
}

/** A file that is no manifest is not a snapshot: it was put there by somebody else. */
function readManifest(storage: Storage, name: string): readonly Snapshot[] {
  const bytes = storage.read(`${MANIFESTS}/${name}`);
  if (bytes === undefined || !name.endsWith('.json')) return [];
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return [];
  }
  const parsed = Snapshot.safeParse(value);
  return parsed.success && `${parsed.data.id}.json` === name ? [parsed.data] : [];
}

function retrieve(storage: Storage, snapshot: Snapshot): Retrieved {
  const bytes = storage.read(objectName(snapshot.object));
  if (bytes === undefined) return { kind: 'damaged', why: `snapshot ${snapshot.id} names an object that is not there` };
  const decoded = decodeReport({ hash: snapshot.object, bytes }, snapshot.generatedAt);
  if (decoded.kind === 'damaged') return { kind: 'damaged', why: `snapshot ${snapshot.id}: ${decoded.why}` };
  return { kind: 'found', snapshot, report: decoded.report };
}

function select(snapshots: readonly Snapshot[], words: string): readonly Snapshot[] {
  const last = /^(?:last|latest)(?:~(\d{1,6}))?$/.exec(words);
  if (last !== null) return snapshots.slice(0, snapshots.length - Number(last[1] ?? 0)).slice(-1);
  const exact = snapshots.filter(
    snapshot => snapshot.id === words || (/^\d{1,12}$/.test(words) && numberOf(snapshot) === Number(words)),
  );
  if (exact.length > 0) return exact;
  return /^[0-9a-f]{4,64}$/.test(words) ? snapshots.filter(snapshot => snapshot.object.startsWith(words)) : [];
}

function whyNot(
  snapshots: readonly Snapshot[],
  words: string,
  meant: readonly Snapshot[],
  target: string | undefined,
): string {
  const of = target === undefined ? '' : ` of ${target}`;
  if (meant.length > 1)
    return `"${words}" means ${meant.length} snapshots${of}: ${meant.map(snapshot => snapshot.id).join(', ')}`;
  if (snapshots.length === 0) return `there is no snapshot${of}`;
  return `there is no snapshot "${words}"${of}; the newest is ${snapshots.at(-1)?.id}`;
}

function numberOf(snapshot: Snapshot): number {
  return Number(snapshot.id.slice(0, snapshot.id.indexOf('-')));
}

function objectName(hash: string): string {
  return `objects/${hash.slice(0, 2)}/${hash}.ndjson.zst`;
}
