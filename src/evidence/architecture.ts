/** Signals of the architecture: styles, clients, age, product attributes. */
import type { Subject } from '../core/evidence.ts';
import { factsOf } from '../core/fact.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import { deploymentDerivers } from './architecture-deployment.ts';
import type { Deriver, EvidenceDraft } from './deriver.ts';
import { artefactsOf, ofOrganisation, ofRepository, shown } from './governance-record.ts';
import type { Artefact } from './governance-record.ts';
import { servingComponents } from './serving-components.ts';

const SHOWN = 20;

export const architectureDerivers: readonly Deriver[] = [
  { signal: 'arch.protocols', derive: protocols, looks: operationsLookedAt },
  { signal: 'arch.integration-clients', derive: clients, looks: () => ['calls of HTTP clients in code'] },
  ...deploymentDerivers,
  {
    signal: 'arch.legacy-share',
    derive: legacyShare,
    looks: () => ['WSDL documents and application-server descriptors'],
  },
  {
    signal: 'arch.api-product',
    derive: apiProduct,
    looks: () => [
      'change logs, portals and SDK generators',
      'publication steps of pipelines',
      'versions of descriptions',
    ],
  },
];

function operationsLookedAt(input: EvidenceInput): readonly string[] {
  return input.inventory.apis.length > 0 ? ['the APIs of the inventory'] : [];
}

type Parts = Pick<EvidenceDraft, 'signal' | 'subject' | 'summary' | 'facts'> & Partial<Pick<EvidenceDraft, 'polarity'>>;

function evidenceOf(parts: Parts): EvidenceDraft {
  return {
    polarity: 'supports',
    confidence: 0.85,
    ...parts,
    facts: parts.facts.slice(0, SHOWN),
    tier: 'E3',
    plane: 'repo',
  };
}

/** The style of each API, with how many share it, and one operation to show. SOAP and XML-RPC beside an API contradict. */
function protocols(input: EvidenceInput): readonly EvidenceDraft[] {
  const { apis } = input.inventory;
  const operations = Map.groupBy(input.inventory.operations, ({ api }) => api);
  const soap = legacyInterfaces(input).filter(fact => fact.style !== 'application-server');
  const total = apis.length + soap.length;
  const counts = Map.groupBy(apis, ({ protocol }) => protocol);
  const ofApis = apis.map(api => {
    const source = operations.get(api.id)?.find(({ sources }) => sources.length > 0)?.sources[0];
    return evidenceOf({
      signal: 'arch.protocols',
      subject: { scope: 'api', id: api.id },
      summary: `${api.title} speaks ${NAMES[api.protocol]}, the style of ${counts.get(api.protocol)?.length ?? 0} of ${total} APIs.`,
      facts: source ? [{ at: source.at, excerpt: source.excerpt, what: `${api.title} (${api.protocol})` }] : [],
    });
  });
  return [
    ...ofApis,
    ...besideApis(input, soap).map(({ subject, title, own }) =>
      evidenceOf({
        signal: 'arch.protocols',
        subject,
        polarity: 'contradicts',
        summary: `${own.length} of ${total} APIs speak${own.length === 1 ? 's' : ''} SOAP or XML-RPC${title === undefined ? ', and no API of the inventory stands beside it' : `, beside ${title}`}.`,
        facts: own.map(fact => shown(fact, fact.name)),
      }),
    ),
  ];
}

const NAMES = { http: 'HTTP', graphql: 'GraphQL', grpc: 'gRPC' } as const;

function legacyInterfaces(input: EvidenceInput): readonly Artefact<'legacy-interface'>[] {
  return artefactsOf(input, 'legacy-interface').filter(fact => fact.fileRole === 'product' && !fact.rejected);
}

type Beside = {
  readonly subject: Subject;
  /** Of the API; undefined for what holds for the whole repository. */
  readonly title: string | undefined;
  readonly own: readonly Artefact<'legacy-interface'>[];
};

/**
 * Legacy interfaces are no APIs of the inventory, so that they have no weight of their own. Each stands for the APIs of its
 * component; one whose component serves none holds for all of the repository, so that it is never lost. Known false positive:
 * a repository with many APIs and one such interface is then legacy as a whole.
 */
function besideApis(input: EvidenceInput, legacy: readonly Artefact<'legacy-interface'>[]): readonly Beside[] {
  const serving = servingComponents(input);
  const ofApis = input.inventory.apis.map((api): Beside => ({
    subject: { scope: 'api', id: api.id },
    title: api.title,
    own: legacy.filter(({ component }) => component === api.component && serving.has(component)),
  }));
  const rest = legacy.filter(({ component }) => !serving.has(component));
  return [...ofApis, { subject: ofRepository(input), title: undefined, own: rest }].filter(({ own }) => own.length > 0);
}

/**
 * One piece of evidence for each host or SDK that the code calls, which says the same in every repository; and one, weaker,
 * for all calls whose host is no constant.
 */
function clients(input: EvidenceInput): readonly EvidenceDraft[] {
  const serving = new Set(
    input.inventory.operations.filter(({ implemented }) => implemented === 'yes').map(({ component }) => component),
  );
  // A page that calls an address from elsewhere may well call its own server; a service that does so calls another one.
  const calls = factsOf(input.facts, 'consumed-api').filter(
    ({ fileRole, host, isSdk, component }) =>
      fileRole === 'product' && (host !== undefined || isSdk === true || serving.has(component)),
  );
  const nameOf = ({ host, isSdk, client }: (typeof calls)[number]): string =>
    host ?? (isSdk === true ? `an API by ${client}` : '');
  return [...Map.groupBy(calls, nameOf)].map(([name, own]) => ({
    ...evidenceOf({
      signal: 'arch.integration-clients',
      subject: ofOrganisation(input),
      summary: `The code calls ${name === '' ? 'APIs whose host is not a constant' : name}.`,
      facts: own.map(call => shown(call, `${call.client}${call.host === undefined ? '' : ` to ${call.host}`}`)),
    }),
    tier: name === '' ? 'E2' : 'E3',
  }));
}

function legacyShare(input: EvidenceInput): readonly EvidenceDraft[] {
  return besideApis(input, legacyInterfaces(input)).map(({ subject, title, own }) =>
    evidenceOf({
      signal: 'arch.legacy-share',
      subject,
      polarity: 'contradicts',
      summary: `${own.length} legacy interface${own.length === 1 ? ' stands' : 's stand'} ${title === undefined ? 'where no API of the inventory is served' : `beside ${title}`}.`,
      facts: own.map(fact => shown(fact, `${fact.style}: ${fact.name}`)),
    }),
  );
}

/** What makes an API a product for others: a version line, a change log, a portal, an SDK, a step that publishes it. */
function apiProduct(input: EvidenceInput): readonly EvidenceDraft[] {
  const records = artefactsOf(input, 'api-product').filter(
    ({ fileRole }) => fileRole === 'product' || fileRole === 'documentation',
  );
  const publishing = factsOf(input.facts, 'pipeline-step').filter(({ activity }) => activity === 'spec-publish');
  return input.inventory.apis.flatMap((api): EvidenceDraft[] => {
    const isNear = (component: string): boolean =>
      component === api.component || component === '.' || input.inventory.apis.length === 1;
    const own = records.filter(({ component }) => isNear(component));
    const steps = publishing.filter(
      ({ targets, component }) =>
        isNear(component) &&
        (targets.length === 0 ||
          targets.some(target => api.descriptions.some(file => file.endsWith(target.replace(/^\.\//, ''))))),
    );
    if (own.length === 0 && steps.length === 0) return [];
    const words = [
      ...new Set([
        ...own.map(({ what }) => what),
        ...(steps.length > 0 ? ['publication'] : []),
        ...(/^v?\d/.test(api.version) ? ['version'] : []),
      ]),
    ].toSorted();
    return [
      {
        signal: 'arch.api-product',
        subject: { scope: 'api', id: api.id },
        polarity: 'supports',
        tier: steps.length > 0 ? 'E3' : 'E1',
        plane: 'repo',
        confidence: 0.85,
        summary: `${api.title} has ${words.join(', ')}.`,
        facts: [
          ...own.map(fact => shown(fact, `${fact.what}: ${fact.name}`)),
          ...steps.map(step => shown(step, `published by ${step.tool}`)),
        ].slice(0, SHOWN),
      },
    ];
  });
}
