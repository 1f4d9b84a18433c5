/** Signals of design records: threat models, abuse cases, authorization models, decisions, privacy assessments. */
import type { Subject } from '../core/evidence.ts';
import type { Rejection } from '../core/facts/artefact.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import { compareLocations } from '../core/location.ts';
import type { Api, Operation } from '../core/operation.ts';
import type { Deriver, EvidenceDraft } from './deriver.ts';
import { apisNamedIn, operationsNamedIn } from './governance-naming.ts';
import type { Artefact } from './governance-record.ts';
import {
  artefactsOf,
  documentConfidence,
  looksBeside,
  monthsOld,
  NAMES_NOTHING,
  ofRepository,
  recordEvidence,
  rejectedAhead,
} from './governance-record.ts';

const nowhere = (): readonly string[] => [];

export const designDerivers: readonly Deriver[] = [
  // Threat modelling may happen elsewhere: that the tree has no model is not a no.
  { signal: 'design.threat-model.file', derive: threatModels, looks: nowhere },
  { signal: 'design.threat-model.linked', derive: linkedModels, looks: nowhere },
  { signal: 'design.threat-model.stale', derive: staleModels, looks: nowhere },
  { signal: 'design.abuse-cases.documented', derive: abuseCases, looks: nowhere },
  {
    signal: 'design.authz-matrix',
    derive: authorizationModels,
    looks: () => ['matrices of roles and operations', 'Cedar, OpenFGA, Casbin and Rego models'],
  },
  {
    signal: 'design.adr.security',
    derive: decisions,
    looks: () => ['decision records in adr, decisions and rfcs folders'],
  },
  {
    signal: 'design.privacy-assessment',
    derive: privacyAssessments,
    looks: input => looksBeside(input, 'att', ['privacy assessments and records of processing']),
  },
];

type Named = { readonly subject: Subject; readonly rejected: readonly Rejection[] };

/** One subject for each API that a document names; a document that names none is shown for the repository and not counted. */
function subjectsOf(apis: readonly Api[], input: EvidenceInput): readonly Named[] {
  if (apis.length > 0) return apis.map(({ id }) => ({ subject: { scope: 'api', id }, rejected: [] }));
  return [{ subject: ofRepository(input), rejected: [NAMES_NOTHING] }];
}

const MACHINE_READABLE: ReadonlySet<Artefact<'threat-model'>['format']> = new Set([
  'threat-dragon',
  'threagile',
  'otm',
  'tm-bom',
]);

function threatModels(input: EvidenceInput): readonly EvidenceDraft[] {
  return artefactsOf(input, 'threat-model').flatMap(fact => {
    const date = fact.date ?? input.changedAt(fact.at.file);
    const own = [...rejectionsOf(fact), ...rejectedAhead(date, input.today)];
    return subjectsOf(apisNamedIn(fact.names, input), input).map(({ subject, rejected }) =>
      recordEvidence(input, {
        signal: 'design.threat-model.file',
        subject,
        fact,
        what: `${fact.format} model ${fact.title}`,
        tier: 'E1',
        date,
        summary: `A threat model (${fact.format}) states ${fact.format === 'pytm' ? 'the system; its threats come from running it' : `${fact.threats} threats, ${fact.mitigated} of them treated`}.`,
        confidence: MACHINE_READABLE.has(fact.format) ? 0.85 : documentConfidence(input, fact.at.file),
        rejected: [...own, ...rejected],
      }),
    );
  });
}

function rejectionsOf(fact: Artefact<'threat-model'>): readonly Rejection[] {
  if (fact.isPlaceholder) return [{ rule: 'G16', why: 'the model is still its template' }];
  return fact.threats === 0 && fact.format !== 'pytm'
    ? [{ rule: 'no-threats', why: 'the model states no threat' }]
    : [];
}

function isCounted(fact: Artefact<'threat-model'>): boolean {
  return (
    !fact.rejected &&
    rejectionsOf(fact).length === 0 &&
    (fact.fileRole === 'product' || fact.fileRole === 'documentation')
  );
}

/** Only links into the tree can be followed here: test files that facts were seen in. Tickets are for the hosting plane. */
function linkedModels(input: EvidenceInput): readonly EvidenceDraft[] {
  const tests = [
    ...new Set(input.facts.filter(({ kind }) => kind === 'test-assertion').map(({ at }) => at.file)),
  ].toSorted();
  return artefactsOf(input, 'threat-model')
    .filter(fact => isCounted(fact) && fact.links.length > 0)
    .flatMap(fact => {
      const found = fact.links.filter(link => tests.some(file => file === link || file.endsWith(`/${link}`)));
      const open =
        found.length > 0
          ? []
          : [
              {
                rule: 'unresolved-link',
                why: `${fact.links.slice(0, 3).join(', ')}: nothing of the tree is behind ${fact.links.length === 1 ? 'it' : 'them'}`,
              },
            ];
      return subjectsOf(apisNamedIn(fact.names, input), input).map(({ subject, rejected }) =>
        recordEvidence(input, {
          signal: 'design.threat-model.linked',
          subject,
          fact,
          what: `links ${fact.links.slice(0, 5).join(', ')}`,
          tier: 'E3',
          date: fact.date,
          summary:
            found.length > 0
              ? `Mitigations lead to tests that exist: ${found.slice(0, 3).join(', ')}.`
              : 'Mitigations name work that is not in the tree.',
          confidence: 0.85,
          rejected: [...open, ...rejected],
        }),
      );
    });
}

/** The surface of an API against the newest model that speaks of it: older ones are succeeded. */
function staleModels(input: EvidenceInput): readonly EvidenceDraft[] {
  const models = artefactsOf(input, 'threat-model')
    .filter(isCounted)
    .flatMap(fact => {
      const date = fact.date ?? input.changedAt(fact.at.file);
      return date === undefined ? [] : [{ fact, date, apis: new Set(apisNamedIn(fact.names, input)) }];
    })
    .toSorted((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : a.fact.at.file < b.fact.at.file ? -1 : 1));
  return input.inventory.apis.flatMap((api): EvidenceDraft[] => {
    const model = models.find(({ apis }) => apis.has(api));
    const change = model && surfaceChange(api, model, input);
    if (model === undefined || change === undefined) return [];
    const { fact, date } = model;
    const record = recordEvidence(input, {
      signal: 'design.threat-model.stale',
      subject: { scope: 'api', id: api.id },
      fact,
      what: `model of ${date}`,
      tier: 'E3',
      polarity: 'contradicts',
      date,
      summary: `The model is of ${date}; ${change.what}.`,
      confidence: 0.6,
    });
    const { at, excerpt } = change.source;
    return [{ ...record, facts: [...record.facts, { at, excerpt, what: 'part of the surface that is newer' }] }];
  });
}

type Dated = { readonly fact: Artefact<'threat-model'>; readonly date: string };
type Change = { readonly what: string; readonly source: Operation['sources'][number] };

/**
 * What of the surface is newer than a model. A file with operations that came later brought operations in: that is material
 * at any age. A file that was merely changed may hold a repair and no more, so that it tells only of a model that is no
 * longer fresh. What came in with the model, as in the first commit of a repository that was elsewhere before, is no newer.
 * Known false positive: routes that were moved to a new file. Source: scoring §D.6.
 */
function surfaceChange(api: Api, { fact, date }: Dated, input: EvidenceInput): Change | undefined {
  const sources = input.inventory.operations.filter(each => each.api === api.id).flatMap(each => each.sources);
  const newest = (dayOf: (file: string) => string | undefined, after: string) =>
    sources
      .map(source => ({ source, on: dayOf(source.at.file) ?? '' }))
      .toSorted((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : compareLocations(a.source.at, b.source.at)))
      .find(({ on }) => on > after);
  const broughtIn = input.introducedBy?.(fact.at.file)?.at ?? '';
  const added = newest(file => input.introducedBy?.(file)?.at, date < broughtIn ? broughtIn : date);
  if (added !== undefined)
    return { what: `operations of ${api.title} came with a file that was added on ${added.on}`, source: added.source };
  const changed = (monthsOld(date, input.today) ?? 0) < 12 ? undefined : newest(input.changedAt, date);
  return changed === undefined
    ? undefined
    : { what: `files that make up the surface of ${api.title} last changed on ${changed.on}`, source: changed.source };
}

function abuseCases(input: EvidenceInput): readonly EvidenceDraft[] {
  return artefactsOf(input, 'abuse-cases').flatMap(fact => {
    const apis = new Set(operationsNamedIn(fact.names, input).map(({ api }) => api));
    const named = input.inventory.apis.filter(({ id }) => apis.has(id));
    const none = named.length > 0 ? [] : [{ rule: 'generic', why: 'it names no operation of the tree' }];
    return (named.length > 0 ? named.map(({ id }): Subject => ({ scope: 'api', id })) : [ofRepository(input)]).map(
      subject =>
        recordEvidence(input, {
          signal: 'design.abuse-cases.documented',
          subject,
          fact,
          what: fact.title,
          tier: 'E1',
          summary: `${fact.title} holds ${fact.cases} abuse cases.`,
          confidence: documentConfidence(input, fact.at.file),
          livesInTests: fact.at.file.endsWith('.feature'),
          rejected: none,
        }),
    );
  });
}

/** A table counts for the operations that it names and that exist; a policy model for the APIs of its component. */
function authorizationModels(input: EvidenceInput): readonly EvidenceDraft[] {
  return artefactsOf(input, 'authorization-model').flatMap(fact => {
    const isTable = fact.format === 'table';
    const named = new Set(operationsNamedIn(fact.names, input).map(({ api }) => api));
    const apis = input.inventory.apis.filter(api => (isTable ? named.has(api.id) : api.component === fact.component));
    const none: readonly Rejection[] =
      apis.length > 0
        ? []
        : [
            {
              rule: isTable ? 'unknown-operations' : 'unmatched',
              why: isTable ? 'no operation that it names exists' : 'no API belongs to its component',
            },
          ];
    return (apis.length > 0 ? apis.map(({ id }): Subject => ({ scope: 'api', id })) : [ofRepository(input)]).map(
      subject =>
        recordEvidence(input, {
          signal: 'design.authz-matrix',
          subject,
          fact,
          what: `${fact.format} authorization model`,
          tier: isTable ? 'E1' : 'E2',
          summary: isTable
            ? `${fact.title} states who may call which operation.`
            : `A ${fact.format} model states who may do what; that the code asks it is not shown by the file.`,
          confidence: isTable ? documentConfidence(input, fact.at.file) : 0.85,
          rejected: none,
        }),
    );
  });
}

const SECURITY_TOPICS: ReadonlySet<string> = new Set([
  'authentication',
  'authorization',
  'gateway',
  'recovery',
  'tokens',
]);

function decisions(input: EvidenceInput): readonly EvidenceDraft[] {
  return artefactsOf(input, 'decision-record')
    .filter(({ topics }) => topics.some(topic => SECURITY_TOPICS.has(topic)))
    .map(fact => {
      const date = fact.date ?? input.changedAt(fact.at.file);
      const rejected: Rejection[] = [];
      if (fact.status !== 'accepted') rejected.push({ rule: 'not-accepted', why: `its status is ${fact.status}` });
      if (date === undefined) rejected.push({ rule: 'undated', why: 'it states no date' });
      return recordEvidence(input, {
        signal: 'design.adr.security',
        subject: ofRepository(input),
        fact,
        what: fact.title,
        tier: 'E1',
        date,
        summary: `A decision record (${fact.status}) is about ${fact.topics.join(', ')}: ${fact.title}.`,
        confidence: documentConfidence(input, fact.at.file),
        rejected,
      });
    });
}

function privacyAssessments(input: EvidenceInput): readonly EvidenceDraft[] {
  return artefactsOf(input, 'privacy-assessment').flatMap(fact => {
    const date = fact.date ?? input.changedAt(fact.at.file);
    return subjectsOf(apisNamedIn(fact.names, input), input).map(({ subject, rejected }) =>
      recordEvidence(input, {
        signal: 'design.privacy-assessment',
        subject,
        fact,
        what: fact.title,
        tier: 'E1',
        date,
        summary: `${fact.title} assesses privacy${fact.hasApprover ? ', and somebody approved it' : '; nobody is named as approver'}.`,
        confidence: fact.hasApprover ? 0.7 : documentConfidence(input, fact.at.file),
        rejected: [...rejected, ...rejectedAhead(date, input.today)],
      }),
    );
  });
}
