/** Signals of the architecture: styles, clients, deployment, age, product attributes. */
import type { EvidenceFact } from '../core/evidence.ts';
import { factsOf } from '../core/fact.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import type { Deriver, EvidenceDraft } from './deriver.ts';
import { artefactsOf, ofOrganisation, shown } from './governance-record.ts';
import type { Artefact } from './governance-record.ts';

const SHOWN = 20;

export const architectureDerivers: readonly Deriver[] = [
  { signal: 'arch.protocols', derive: protocols, looks: operationsLookedAt },
  { signal: 'arch.integration-clients', derive: clients, looks: () => ['calls of HTTP clients in code'] },
  {
    signal: 'arch.cloud-native',
    derive: cloudNative,
    looks: () => ['Dockerfiles and compose files', 'Kubernetes workloads', 'functions', 'Terraform resources'],
  },
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

function isOwn(fact: Artefact<'service-exposure'> | Artefact<'legacy-interface'>): boolean {
  return fact.fileRole === 'product' && !fact.rejected;
}

type Parts = Pick<EvidenceDraft, 'signal' | 'summary' | 'facts'> &
  Partial<Pick<EvidenceDraft, 'polarity' | 'confidence'>>;

function ofAll(input: EvidenceInput, parts: Parts): EvidenceDraft {
  return {
    polarity: 'supports',
    confidence: 0.85,
    ...parts,
    facts: parts.facts.slice(0, SHOWN),
    subject: ofOrganisation(input),
    tier: 'E3',
    plane: 'repo',
  };
}

/** One piece of evidence for each style: how many APIs have it, with one operation of each to show. */
function protocols(input: EvidenceInput): readonly EvidenceDraft[] {
  const { apis, operations } = input.inventory;
  const styles = [...new Set(apis.map(({ protocol }) => protocol))].toSorted();
  const soap = artefactsOf(input, 'legacy-interface').filter(
    fact => isOwn(fact) && fact.style !== 'application-server',
  );
  const total = apis.length + soap.length;
  const ofStyles = styles.map(style => {
    const own = apis.filter(({ protocol }) => protocol === style);
    const facts = own.flatMap((api): EvidenceFact[] => {
      const source = operations.find(operation => operation.api === api.id && operation.sources.length > 0)?.sources[0];
      return source ? [{ at: source.at, excerpt: source.excerpt, what: `${api.title} (${style})` }] : [];
    });
    return ofAll(input, {
      signal: 'arch.protocols',
      summary: `${own.length} of ${total} APIs speak ${NAMES[style]}.`,
      facts,
    });
  });
  if (soap.length === 0) return ofStyles;
  return [
    ...ofStyles,
    ofAll(input, {
      signal: 'arch.protocols',
      polarity: 'contradicts',
      summary: `${soap.length} of ${total} APIs speak SOAP or XML-RPC.`,
      facts: soap.map(fact => shown(fact, fact.name)),
    }),
  ];
}

const NAMES = { http: 'HTTP', graphql: 'GraphQL', grpc: 'gRPC' } as const;

function clients(input: EvidenceInput): readonly EvidenceDraft[] {
  const serving = new Set(
    input.inventory.operations.filter(({ implemented }) => implemented === 'yes').map(({ component }) => component),
  );
  // A page that calls an address from elsewhere may well call its own server; a service that does so calls another one.
  const calls = factsOf(input.facts, 'consumed-api').filter(
    ({ fileRole, host, isSdk, component }) =>
      fileRole === 'product' && (host !== undefined || isSdk === true || serving.has(component)),
  );
  if (calls.length === 0) return [];
  const hosts = [...new Set(calls.map(({ host }) => host).filter(host => host !== undefined))].toSorted();
  return [
    ofAll(input, {
      signal: 'arch.integration-clients',
      summary: `The code calls other APIs in ${calls.length} places${hosts.length > 0 ? `, of ${hosts.length} known hosts: ${hosts.slice(0, 5).join(', ')}` : ', of hosts that are not constants'}.`,
      facts: calls.map(call => shown(call, `${call.client}${call.host === undefined ? '' : ` to ${call.host}`}`)),
    }),
  ];
}

const UNITS = [
  ['container', 'containers'],
  ['orchestration', 'an orchestrator'],
  ['serverless', 'functions'],
  ['infrastructure-as-code', 'infrastructure as code'],
] as const;

/** One piece of evidence for each attribute, as the model asks for them apart; and one for how many units serve APIs. */
function cloudNative(input: EvidenceInput): readonly EvidenceDraft[] {
  const units = artefactsOf(input, 'service-exposure').filter(isOwn);
  const attributes = UNITS.flatMap(([what, words]) => {
    const own = units.filter(unit => unit.what === what);
    return own.length === 0
      ? []
      : [
          ofAll(input, {
            signal: 'arch.cloud-native',
            summary: `${own.length} unit(s) run as or on ${words}.`,
            facts: own.map(unit => shown(unit, unit.name)),
          }),
        ];
  });
  const serving = [
    ...new Set(
      input.inventory.operations.filter(({ implemented }) => implemented === 'yes').map(({ component }) => component),
    ),
  ].toSorted();
  const packed = units.filter(
    unit =>
      (unit.what === 'container' || unit.what === 'serverless') && serving.includes(unit.builds ?? unit.component),
  );
  const deployable = new Set(packed.map(unit => unit.builds ?? unit.component));
  if (deployable.size === 0) return attributes;
  return [
    ...attributes,
    ofAll(input, {
      signal: 'arch.cloud-native',
      summary: `${deployable.size} of ${serving.length} components that serve APIs are deployable by themselves.`,
      facts: packed.map(unit => shown(unit, unit.name)),
    }),
  ];
}

function legacyShare(input: EvidenceInput): readonly EvidenceDraft[] {
  const legacy = artefactsOf(input, 'legacy-interface').filter(isOwn);
  if (legacy.length === 0) return [];
  return [
    ofAll(input, {
      signal: 'arch.legacy-share',
      polarity: 'contradicts',
      summary: `${legacy.length} legacy interface(s) beside ${input.inventory.apis.length} API(s).`,
      facts: legacy.map(fact => shown(fact, `${fact.style}: ${fact.name}`)),
    }),
  ];
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
