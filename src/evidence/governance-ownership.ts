/** Signals of the repository's own governance files: owners, update bots, catalogue entries, review templates. */
import { factsOf } from '../core/fact.ts';
import type { Rejection } from '../core/facts/artefact.ts';
import { likenessOf } from '../core/likeness.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import type { Api } from '../core/operation.ts';
import type { Deriver, EvidenceDraft } from './deriver.ts';
import { ownersOf } from './governance-codeowners.ts';
import { folded, namesOf } from './governance-naming.ts';
import type { Artefact } from './governance-record.ts';
import { artefactsOf, looksBeside, ofRepository, recordEvidence, shown } from './governance-record.ts';

export const ownershipDerivers: readonly Deriver[] = [
  {
    signal: 'repo.codeowners-covers-spec',
    derive: codeownersCoverSpec,
    looks: () => ['CODEOWNERS in .github, the root, docs and .gitlab'],
  },
  {
    signal: 'repo.dependency-updates',
    derive: input =>
      artefactsOf(input, 'dependency-updates').map(fact =>
        recordEvidence(input, {
          signal: 'repo.dependency-updates',
          subject: ofRepository(input),
          fact,
          what: `${fact.tool} configuration`,
          tier: 'E2',
          summary: fact.isEnabled
            ? `${fact.tool} is configured${fact.ecosystems.length > 0 ? ` for ${fact.ecosystems.join(', ')}` : ''}; that it merges is not in the tree.`
            : `${fact.tool} is configured and switched off.`,
          confidence: 0.95,
        }),
      ),
    looks: () => ['.github/dependabot.yml', 'renovate.json and its other names', 'the key renovate of package.json'],
  },
  {
    signal: 'repo.catalog-entry',
    derive: catalogEntries,
    looks: () => ['catalog-info.yaml and other catalogue descriptors'],
  },
  {
    signal: 'repo.pr-template.security',
    derive: input =>
      artefactsOf(input, 'pull-request-template').map(fact =>
        recordEvidence(input, {
          signal: 'repo.pr-template.security',
          subject: ofRepository(input),
          fact,
          what: 'check list of the template',
          tier: 'E1',
          summary:
            fact.securityItems > 0
              ? `The template asks about the security of the API in ${fact.securityItems} item(s).`
              : 'The template asks nothing about the security of the API.',
          confidence: 0.95,
          rejected:
            fact.securityItems > 0
              ? []
              : [{ rule: 'no-security-item', why: 'no check-list item is about the security of the API' }],
        }),
      ),
    // The organisation may have a template for all its repositories.
    looks: input => looksBeside(input, 'host', ['pull-request and merge-request templates']),
  },
];

/** Only descriptions that count and gateway files need an owner here; code is reviewed by rules of its own. */
function codeownersCoverSpec(input: EvidenceInput): readonly EvidenceDraft[] {
  const lines = artefactsOf(input, 'code-owners');
  const files = [
    ...new Set([
      ...input.inventory.descriptions.filter(({ accepted }) => accepted).map(({ file }) => file),
      ...factsOf(input.facts, 'gateway-route')
        .filter(({ fileRole }) => fileRole === 'product')
        .map(({ at }) => at.file),
    ]),
  ].toSorted();
  if (lines.length === 0 || files.length === 0) return [];
  const owned = files.map(file => ({ file, ...ownersOf(lines, file) }));
  const free = owned.filter(({ owners }) => owners.length === 0);
  const decisive = [...new Set(owned.map(({ line }) => line).filter(line => line !== undefined))];
  const rejected =
    free.length === 0
      ? []
      : [
          {
            rule: free.some(({ line }) => line?.rejected) ? 'G16' : 'last-match',
            why: `${free.length} of ${files.length} description and gateway files have no owner, ${free[0]?.file ?? ''} first`,
          },
        ];
  const likeness = likenessOf(lines.map(({ pattern, owners }) => `${pattern} ${owners.join(' ')}`).join('\n'));
  const observedAt = decisive[0] ? input.changedAt(decisive[0].at.file) : undefined;
  return [
    {
      signal: 'repo.codeowners-covers-spec',
      subject: ofRepository(input),
      polarity: 'supports',
      tier: 'E2',
      summary:
        free.length === 0
          ? `CODEOWNERS names owners for all ${files.length} description and gateway file(s); whether they must approve is not in the tree.`
          : 'CODEOWNERS leaves description or gateway files without an owner.',
      plane: 'repo',
      confidence: 0.95,
      facts: (decisive.length > 0 ? decisive : lines.slice(0, 1))
        .slice(0, 20)
        .map(line => shown(line, `${line.pattern} is owned by ${line.owners.join(' ') || 'nobody'}`)),
      ...(observedAt === undefined ? {} : { observedAt }),
      ...(likeness === '' ? {} : { likeness }),
      ...(rejected.length > 0 ? { rejected } : {}),
    },
  ];
}

function catalogEntries(input: EvidenceInput): readonly EvidenceDraft[] {
  return artefactsOf(input, 'catalog-entry')
    .filter(({ entry }) => entry !== 'System')
    .flatMap(fact => {
      const apis = apisOfEntry(fact, input);
      const missing = [fact.owner === undefined ? 'owner' : '', fact.lifecycle === undefined ? 'lifecycle' : ''].filter(
        word => word !== '',
      );
      const incomplete =
        missing.length > 0 ? [{ rule: 'incomplete', why: `the entry states no ${missing.join(' and no ')}` }] : [];
      const unmatched =
        apis.length === 0 ? [{ rule: 'unmatched', why: 'no API of the tree is the one it announces' }] : [];
      const subjects = apis.length > 0 ? apis.map(({ id }) => ({ scope: 'api', id }) as const) : [ofRepository(input)];
      return subjects.map(subject =>
        recordEvidence(input, {
          signal: 'repo.catalog-entry',
          subject,
          fact,
          what: `catalogue entry ${fact.entry} ${fact.name}`,
          tier: 'E1',
          summary: `The catalogue lists ${fact.name}${fact.owner === undefined ? '' : `, owned by ${fact.owner}`}${fact.lifecycle === undefined ? '' : `, ${fact.lifecycle}`}; whether the owner exists is not in the tree.`,
          confidence: 0.95,
          rejected: [...incomplete, ...unmatched, ...unknownOwner(fact, input)],
        }),
      );
    });
}

/** Rule G17: where the tree holds the groups of the catalogue, an owner that is none of them is nobody. */
function unknownOwner(fact: Artefact<'catalog-entry'>, input: EvidenceInput): readonly Rejection[] {
  const known = artefactsOf(input, 'catalog-owner').filter(({ fileRole }) => fileRole !== 'example');
  if (fact.owner === undefined || fact.catalogue !== 'backstage' || !known.some(({ isGroup }) => isGroup)) return [];
  const owner = nameOfOwner(fact.owner);
  return known.some(({ name }) => name.toLowerCase() === owner)
    ? []
    : [
        {
          rule: 'G17',
          why: `the owner ${fact.owner} is none of the ${known.length} groups and people of the catalogue`,
        },
      ];
}

/** `group:default/orders` and `orders` are one. Source: Backstage, Entity References. */
function nameOfOwner(reference: string): string {
  return reference
    .toLowerCase()
    .replace(/^[a-z]{1,20}:/, '')
    .replace(/^.*\//, '');
}

/**
 * APIs that an entry announces: by its description file, by name, or as the only API of the folder it stands in.
 * The last holds only for a descriptor that has nothing else in it: a register names many, also those that are elsewhere.
 */
export function apisOfEntry(fact: Artefact<'catalog-entry'>, input: EvidenceInput): readonly Api[] {
  const { apis } = input.inventory;
  const folder = fact.at.file.slice(0, Math.max(0, fact.at.file.lastIndexOf('/')));
  if (fact.definition !== undefined && fact.definition !== 'inline') {
    const file = joined(folder, fact.definition);
    const described = apis.filter(api => api.descriptions.includes(file));
    if (described.length > 0) return described;
  }
  const name = folded(fact.name);
  const named = apis.filter(api => namesOf(api, input).includes(name));
  if (named.length > 0) return named;
  const others = artefactsOf(input, 'catalog-entry').filter(
    other => other.at.file === fact.at.file && other.name !== fact.name,
  );
  const beside = apis.filter(({ component }) => component === (folder === '' ? '.' : folder));
  const isServed = beside.some(api =>
    input.inventory.operations.some(operation => operation.api === api.id && operation.implemented === 'yes'),
  );
  return others.length === 0 && beside.length === 1 && isServed ? beside : [];
}

function joined(folder: string, path: string): string {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
