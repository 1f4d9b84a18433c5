/** Many repositories as one: places, components and ids are told apart by the name of their repository. */
import type { Diagnostic } from './core/diagnostic.ts';
import { type Evidence, evidenceId } from './core/evidence.ts';
import type { Inventory } from './core/inventory.ts';
import type { Location } from './core/location.ts';
import { digest, type Operation } from './core/operation.ts';
import type { RepositoryScan } from './repository-scan.ts';

/**
 * Puts the name of its repository before every path, component and id of a scan, so that the scans of an organisation can
 * be pooled and every place still leads to one file. Ids stay the same from scan to scan.
 */
export function placedInRepository(scan: RepositoryScan): RepositoryScan {
  const { repository } = scan;
  const path = (file: string): string => (file === '.' ? repository : `${repository}/${file}`);
  const place = (at: Location): Location => ({ ...at, file: path(at.file) });
  const id = (old: string): string => `${old.slice(0, old.indexOf('-') + 1)}${digest(`${repository}#${old}`)}`;
  const diagnostic = (given: Diagnostic): Diagnostic => ({ ...given, at: place(given.at) });
  return {
    ...scan,
    inventory: inventoryIn(scan.inventory, path, place, id, diagnostic),
    evidence: scan.evidence.map(item => evidenceIn(item, place, id)),
    diagnostics: scan.diagnostics.map(diagnostic),
    files: { ...scan.files, failed: scan.files.failed.map(({ file, why }) => ({ file: path(file), why })) },
  };
}

function inventoryIn(
  inventory: Inventory,
  path: (file: string) => string,
  place: (at: Location) => Location,
  id: (old: string) => string,
  diagnostic: (given: Diagnostic) => Diagnostic,
): Inventory {
  return {
    components: inventory.components.map(component => ({
      ...component,
      id: path(component.id),
      path: path(component.path),
    })),
    apis: inventory.apis.map(api => ({
      ...api,
      id: id(api.id),
      component: path(api.component),
      descriptions: api.descriptions.map(path),
    })),
    operations: inventory.operations.map(operation => operationIn(operation, path, place, id)),
    descriptions: inventory.descriptions.map(({ api, ...description }) => ({
      ...description,
      file: path(description.file),
      ...(api === undefined ? {} : { api: id(api) }),
    })),
    diagnostics: inventory.diagnostics.map(diagnostic),
  };
}

function operationIn(
  operation: Operation,
  path: (file: string) => string,
  place: (at: Location) => Location,
  id: (old: string) => string,
): Operation {
  return {
    ...operation,
    id: id(operation.id),
    api: operation.api === '' ? '' : id(operation.api),
    component: path(operation.component),
    sources: operation.sources.map(source => ({ ...source, at: place(source.at) })),
    auth: { ...operation.auth, chain: operation.auth.chain.map(link => ({ ...link, at: place(link.at) })) },
    tests: operation.tests.map(test => ({ ...test, at: place(test.at) })),
    ...(operation.handler ? { handler: place(operation.handler) } : {}),
  };
}

function evidenceIn(item: Evidence, place: (at: Location) => Location, id: (old: string) => string): Evidence {
  const isOfItem = item.subject.scope === 'operation' || item.subject.scope === 'api';
  const moved = {
    ...item,
    subject: isOfItem ? { ...item.subject, id: id(item.subject.id) } : item.subject,
    facts: item.facts.map(fact => ({ ...fact, at: place(fact.at) })),
    nullifiedBy: item.nullifiedBy.map(nullifier =>
      nullifier.at ? { ...nullifier, at: place(nullifier.at) } : nullifier,
    ),
  };
  return { ...moved, id: evidenceId(moved) };
}

/** One inventory of all repositories; operations keep the order of path, method and component. */
export function pooledInventory(scans: readonly RepositoryScan[]): Inventory {
  return {
    components: scans.flatMap(scan => scan.inventory.components),
    apis: scans.flatMap(scan => scan.inventory.apis),
    operations: scans.flatMap(scan => scan.inventory.operations),
    descriptions: scans.flatMap(scan => scan.inventory.descriptions),
    diagnostics: scans.flatMap(scan => scan.inventory.diagnostics),
  };
}
