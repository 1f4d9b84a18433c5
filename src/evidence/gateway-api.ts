/** Gateway signals of whole APIs and of the repository. */
import type { Tier } from '../core/evidence.ts';
import { factsOf } from '../core/fact.ts';
import type { GatewayControl } from '../core/facts/gateway.ts';
import { pathShape } from '../core/gateway-path.ts';
import type { PolicyFact } from '../core/gateway-match.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import type { Api } from '../core/operation.ts';
import type { Deriver, EvidenceDraft } from './deriver.ts';
import { exposuresOf, gatewayFiles, policiesFor, shownPolicy, shownRoute } from './gateway-exposure.ts';
import type { Exposure } from './gateway-exposure.ts';
import { withUnbound } from './gateway-unbound.ts';
import { fileRoleWords, ofRepository, shown } from './governance-record.ts';

export const apiDerivers: readonly Deriver[] = [
  each('gateway.unknown-path-denied', unknownPathDenied),
  each('gateway.tls', transport),
  withUnbound(
    ['mtls'],
    each('gateway.mtls', (api, ways) =>
      covering('gateway.mtls', api, ways, ['mtls'], 'Client certificates are demanded'),
    ),
  ),
  withUnbound(
    ['waf'],
    each('gateway.waf.attached', (api, ways) =>
      covering('gateway.waf.attached', api, ways, ['waf'], 'A web application firewall is bound'),
    ),
  ),
  withUnbound(['log-export'], each('gateway.log-export', logExport)),
  each('gateway.bypass-exposure', bypass),
  { signal: 'gateway.config-in-git', derive: configInGit, looks: gatewayFiles },
];

/** Facts of one piece of evidence; more add nothing for a reader. */
const SHOWN = 20;

function each(
  signal: string,
  answer: (api: Api, ways: readonly Exposure[], input: EvidenceInput) => readonly EvidenceDraft[],
): Deriver {
  return {
    signal,
    looks: gatewayFiles,
    derive: input =>
      input.inventory.apis.flatMap(api => {
        const ways = exposuresOf(input).filter(
          ({ operation, rejected }) => operation.api === api.id && rejected.length === 0,
        );
        return ways.length === 0 ? [] : answer(api, ways, input);
      }),
  };
}

function about(
  api: Api,
  ways: readonly Exposure[],
  parts: Pick<EvidenceDraft, 'signal' | 'tier' | 'summary' | 'facts'> &
    Partial<Pick<EvidenceDraft, 'polarity' | 'rejected' | 'nullifiedBy'>>,
): EvidenceDraft {
  return {
    polarity: 'supports',
    ...parts,
    facts: unique(parts.facts).slice(0, SHOWN),
    subject: { scope: 'api', id: api.id },
    plane: 'repo',
    confidence: Math.min(...ways.map(({ confidence }) => confidence)),
  };
}

function unique(facts: EvidenceDraft['facts']): EvidenceDraft['facts'] {
  return [
    ...new Map(facts.map(fact => [`${fact.at.file}:${fact.at.line}:${fact.at.column}:${fact.what}`, fact])).values(),
  ];
}

/** A catch-all lets every path through; a list of exact paths with their methods lets through nothing else. Prefixes are neither. */
function unknownPathDenied(api: Api, ways: readonly Exposure[]): readonly EvidenceDraft[] {
  const open = ways.filter(({ route }) => route.isCatchAll);
  if (open.length > 0) {
    return [
      about(api, ways, {
        signal: 'gateway.unknown-path-denied',
        polarity: 'contradicts',
        tier: 'E3',
        summary: `A route of ${api.title} takes every path.`,
        facts: open.map(({ route }) => shownRoute(route)),
      }),
    ];
  }
  const isListed = ways.every(({ route }) => pathShape(route)?.covers === 'whole' && !route.methods.includes('ANY'));
  if (!isListed) return [];
  const tier: Tier = ways.some(way => way.bypass) ? 'E3' : 'E4';
  return [
    about(api, ways, {
      signal: 'gateway.unknown-path-denied',
      tier,
      summary: `Only listed paths and methods of ${api.title} pass.`,
      facts: ways.map(({ route }) => shownRoute(route)),
    }),
  ];
}

/** The version of TLS is the listener's and not in these files, so E3 is the most that they show. */
function transport(api: Api, ways: readonly Exposure[]): readonly EvidenceDraft[] {
  const policies = ways.map(way => policiesFor(way, ['tls']));
  const clear = policies.flat().filter(({ mode }) => mode === 'optional');
  if (clear.length > 0) {
    return [
      about(api, ways, {
        signal: 'gateway.tls',
        polarity: 'contradicts',
        tier: 'E3',
        summary: `Routes of ${api.title} also answer in clear text.`,
        facts: clear.map(shownPolicy),
      }),
    ];
  }
  const acting = policies.flat().filter(({ mode }) => mode === 'enforce');
  if (acting.length === 0 || !policies.every(own => own.some(({ mode }) => mode === 'enforce'))) return [];
  return [
    about(api, ways, {
      signal: 'gateway.tls',
      tier: 'E3',
      summary: `All routes of ${api.title} demand TLS; its least version is not stated here.`,
      facts: acting.map(shownPolicy),
    }),
  ];
}

/** A control of the whole API: on every way to it, on some of them only, or present without blocking. */
function covering(
  signal: string,
  api: Api,
  ways: readonly Exposure[],
  controls: readonly GatewayControl[],
  said: string,
): readonly EvidenceDraft[] {
  const all = ways.flatMap(way => policiesFor(way, controls));
  if (all.length === 0) return [];
  const acting = (policies: readonly PolicyFact[]): readonly PolicyFact[] =>
    policies.filter(({ mode }) => mode === 'enforce');
  const covered = ways.filter(way => acting(policiesFor(way, controls)).length > 0);
  if (covered.length === ways.length) {
    const tier: Tier = ways.some(way => way.bypass || policiesFor(way, controls).some(({ failsOpen }) => failsOpen))
      ? 'E3'
      : 'E4';
    return [
      about(api, ways, {
        signal,
        tier,
        summary: `${said} on every route of ${api.title}.`,
        facts: acting(all).map(shownPolicy),
      }),
    ];
  }
  const why =
    covered.length > 0
      ? `it covers ${covered.length} of ${ways.length} ways to the operations`
      : `G9: ${all[0]?.notes.at(0) ?? `mode ${all[0]?.mode ?? ''}`}`;
  return [
    about(api, ways, {
      signal,
      tier: 'E2',
      summary: `${said} on some routes of ${api.title} only, or without blocking.`,
      facts: all.map(shownPolicy),
      ...(covered.length > 0
        ? { rejected: [{ rule: 'partial', why }] }
        : { nullifiedBy: [{ kind: 'effect' as const, why, ...(all[0] ? { at: all[0].at } : {}) }] }),
    }),
  ];
}

function logExport(api: Api, ways: readonly Exposure[]): readonly EvidenceDraft[] {
  const all = ways.flatMap(way => policiesFor(way, ['log-export']));
  const shipped = all.filter(({ mode, notes }) => mode === 'enforce' && notes.length === 0);
  if (all.length === 0) return [];
  const isWhole = ways.every(way => policiesFor(way, ['log-export']).some(policy => shipped.includes(policy)));
  return [
    about(api, ways, {
      signal: 'gateway.log-export',
      tier: isWhole ? 'E3' : 'E2',
      facts: (shipped.length > 0 ? shipped : all).map(shownPolicy),
      summary:
        shipped.length > 0
          ? `Access logs of ${api.title} are sent to another system${isWhole ? '' : ' on some routes'}.`
          : `Access logs of ${api.title} stay where they are written, or are not written.`,
      ...(shipped.length > 0 ? {} : { rejected: [{ rule: 'G9', why: all[0]?.notes.at(-1) ?? 'it is not acting' }] }),
    }),
  ];
}

function bypass(api: Api, ways: readonly Exposure[]): readonly EvidenceDraft[] {
  const open = [...new Set(ways.map(way => way.bypass).filter(service => service !== undefined))];
  if (open.length === 0) return [];
  return [
    about(api, ways, {
      signal: 'gateway.bypass-exposure',
      polarity: 'contradicts',
      tier: 'E3',
      summary: `${api.title} can be reached beside the gateway through Service ${open.map(({ name }) => name).join(', ')}.`,
      facts: open.map(service => shown(service, `Service ${service.name} is reachable from outside`)),
    }),
  ];
}

/** Rule G2: configuration among tests and examples is shown, one place a file, and not counted; nothing else is derived from it. */
function outsideProduct(input: EvidenceInput): readonly EvidenceDraft[] {
  const routes = factsOf(input.facts, 'gateway-route').filter(({ fileRole }) => fileRole !== 'product');
  return [...new Map(routes.toReversed().map(route => [route.at.file, route])).values()].toReversed().map(route => ({
    signal: 'gateway.config-in-git',
    subject: ofRepository(input),
    polarity: 'supports',
    tier: 'E2',
    plane: 'repo',
    confidence: 0.95,
    summary: `${route.at.file} configures a gateway, and is no part of the product.`,
    facts: [shownRoute(route)],
    rejected: [{ rule: 'G2', why: `the file is ${fileRoleWords(route.fileRole)}` }],
  }));
}

/** Versioned is E2; E3 when a pipeline of the tree deploys the very files. */
function configInGit(input: EvidenceInput): readonly EvidenceDraft[] {
  const files = gatewayFiles(input);
  const routes = factsOf(input.facts, 'gateway-route').filter(({ fileRole }) => fileRole === 'product');
  if (routes.length === 0) return outsideProduct(input);
  const deploys = factsOf(input.facts, 'pipeline-step').filter(
    ({ activity, targets }) =>
      activity === 'deploy' && targets.some(target => files.some(file => covers(target, file))),
  );
  const observed = files
    .map(file => input.changedAt(file))
    .filter(date => date !== undefined)
    .toSorted()
    .at(-1);
  return [
    ...outsideProduct(input),
    {
      signal: 'gateway.config-in-git',
      subject: ofRepository(input),
      polarity: 'supports',
      tier: deploys.length > 0 ? 'E3' : 'E2',
      plane: 'repo',
      confidence: 0.95,
      summary: `${files.length} gateway file(s) are versioned${deploys.length > 0 ? ' and deployed by a pipeline of the tree' : '; that they are what runs is not shown'}.`,
      facts: [
        ...deploys.map(step => shown(step, `deploys ${step.targets.join(', ')}`)),
        ...routes.map(shownRoute),
      ].slice(0, SHOWN),
      ...(observed === undefined ? {} : { observedAt: observed }),
    },
  ];
}

function covers(target: string, file: string): boolean {
  const path = target.replace(/^\.\//, '').replace(/\/+$/, '');
  return path !== '' && (file === path || file.startsWith(`${path}/`));
}
