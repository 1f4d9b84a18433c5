/** Signals of organisation-wide records: registers, standards, exceptions, attestations. */
import { factsOf } from '../core/fact.ts';
import type { Rejection } from '../core/facts/artefact.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import type { Deriver, EvidenceDraft } from './deriver.ts';
import { exceptions } from './governance-exceptions.ts';
import { apisNamedIn } from './governance-naming.ts';
import { apisOfEntry } from './governance-ownership.ts';
import {
  artefactsOf,
  documentConfidence,
  looksBeside,
  NAMES_NOTHING,
  ofOrganisation,
  recordEvidence,
  rejectedAhead,
  shown,
} from './governance-record.ts';

const nowhere = (): readonly string[] => [];

export const organisationDerivers: readonly Deriver[] = [
  { signal: 'org.api-register.central', derive: centralRegister, looks: nowhere },
  {
    signal: 'org.api-register.manual',
    derive: input =>
      artefactsOf(input, 'api-register')
        .filter(({ maintained }) => maintained === 'manual')
        .map(fact =>
          recordEvidence(input, {
            signal: 'org.api-register.manual',
            subject: ofOrganisation(input),
            fact,
            what: 'list of APIs',
            tier: 'E1',
            summary: `A hand-kept list names ${fact.entries} APIs.`,
            confidence: documentConfidence(input, fact.at.file),
          }),
        ),
    looks: input => looksBeside(input, 'att', ['lists of APIs in Markdown and CSV']),
  },
  {
    signal: 'org.api-register.accuracy',
    derive: registerAccuracy,
    looks: input =>
      registerEntries(input).length > 0 ? ['the entries of the register, against the APIs of the tree'] : [],
  },
  {
    signal: 'org.new-api.template',
    derive: input =>
      artefactsOf(input, 'new-api-template').map(fact =>
        recordEvidence(input, {
          signal: 'org.new-api.template',
          subject: ofOrganisation(input),
          fact,
          what: `${fact.tool} for new APIs`,
          tier: fact.tool === 'issue-form' ? 'E1' : 'E2',
          summary:
            fact.brings.length > 0
              ? `${fact.title} brings ${fact.brings.join(', ')} with it.`
              : `${fact.title} brings neither authentication nor a description nor an owner.`,
          confidence: 0.85,
          rejected:
            fact.brings.length > 0
              ? []
              : [{ rule: 'bare-skeleton', why: 'it has no stub of authentication, description or owner' }],
        }),
      ),
    looks: input => looksBeside(input, 'host', ['Backstage templates, cookiecutter and copier scaffolds, issue forms']),
  },
  { signal: 'org.standard.published', derive: standards, looks: nowhere },
  {
    signal: 'org.exceptions.register',
    derive: exceptions,
    looks: input =>
      looksBeside(input, 'att', [
        'registers of exceptions and accepted risks',
        'ignore lists and baselines of scanners',
      ]),
  },
  { signal: 'org.incident.api-response', derive: incidents, looks: nowhere },
  { signal: 'org.pentest.attestation', derive: pentests, looks: nowhere },
  {
    signal: 'org.compliance.mapping',
    derive: input =>
      artefactsOf(input, 'compliance-mapping').map(fact => {
        const named = apisNamedIn(fact.names, input).length;
        return recordEvidence(input, {
          signal: 'org.compliance.mapping',
          subject: ofOrganisation(input),
          fact,
          what: `map of ${fact.entries} requirements`,
          tier: 'E1',
          plane: 'att',
          summary: `${fact.entries} requirements${fact.regimes.length > 0 ? ` of ${fact.regimes.join(', ')}` : ''} are mapped; ${named} APIs of the tree are named.`,
          confidence: documentConfidence(input, fact.at.file),
          rejected: named > 0 ? [] : [NAMES_NOTHING],
        });
      }),
    looks: nowhere,
  },
  { signal: 'org.training.api-specific', derive: training, looks: nowhere },
  {
    signal: 'risk.classification.recorded',
    derive: riskClasses,
    looks: input =>
      looksBeside(input, 'host', [
        'x-risk-tier and x-data-classification of descriptions',
        'annotations and labels of catalogue entries',
      ]),
  },
];

/** One file that lists several APIs, or a list that a program keeps; a repository's own descriptor is not a register. */
function centralRegister(input: EvidenceInput): readonly EvidenceDraft[] {
  const byFile = Map.groupBy(
    artefactsOf(input, 'catalog-entry').filter(({ entry, rejected }) => entry === 'API' && !rejected),
    ({ at }) => at.file,
  );
  const indexes = [...byFile.values()].filter(entries => entries.length >= 2);
  return [
    ...indexes.flatMap(([fact, ...others]) =>
      fact
        ? [
            recordEvidence(input, {
              signal: 'org.api-register.central',
              subject: ofOrganisation(input),
              fact,
              what: `register with ${others.length + 1} APIs`,
              tier: 'E1',
              summary: `A machine-readable register lists ${others.length + 1} APIs; what keeps it current is not shown by the file.`,
              confidence: 0.95,
            }),
          ]
        : [],
    ),
    ...artefactsOf(input, 'api-register')
      .filter(({ maintained }) => maintained === 'generated')
      .map(fact =>
        recordEvidence(input, {
          signal: 'org.api-register.central',
          subject: ofOrganisation(input),
          fact,
          what: 'generated list of APIs',
          tier: 'E1',
          summary: `A list of ${fact.entries} APIs says that a program keeps it.`,
          confidence: 0.85,
        }),
      ),
  ];
}

function registerEntries(input: EvidenceInput): ReturnType<typeof artefactsOf<'catalog-entry'>> {
  return artefactsOf(input, 'catalog-entry').filter(({ entry, rejected }) => entry === 'API' && !rejected);
}

/** Each API of the tree against the register, once there is one. */
function registerAccuracy(input: EvidenceInput): readonly EvidenceDraft[] {
  const entries = registerEntries(input);
  const [first] = entries;
  if (!first) return [];
  const registered = new Map(entries.flatMap(fact => apisOfEntry(fact, input).map(api => [api.id, fact] as const)));
  return input.inventory.apis.map(api => {
    const fact = registered.get(api.id);
    return recordEvidence(input, {
      signal: 'org.api-register.accuracy',
      subject: { scope: 'api', id: api.id },
      fact: fact ?? first,
      what: fact ? `entry ${fact.name}` : 'the register, which has no entry for it',
      tier: 'E3',
      polarity: fact ? 'supports' : 'contradicts',
      summary: fact ? `${api.title} is registered as ${fact.name}.` : `${api.title} is in no register of the tree.`,
      confidence: fact ? 0.85 : 0.7,
    });
  });
}

function standards(input: EvidenceInput): readonly EvidenceDraft[] {
  return artefactsOf(input, 'standard').map(fact => {
    const date = fact.date ?? input.changedAt(fact.at.file);
    const rejected: Rejection[] = [...rejectedAhead(date, input.today)];
    if (!fact.hasSecuritySection && !fact.hasEndOfLife)
      rejected.push({ rule: 'no-section', why: 'it has a section neither on security nor on the end of life' });
    if (!fact.hasOwner) rejected.push({ rule: 'G17', why: 'it names no owner' });
    const parts = [fact.hasSecuritySection ? 'security' : '', fact.hasEndOfLife ? 'end of life' : ''].filter(
      part => part !== '',
    );
    return recordEvidence(input, {
      signal: 'org.standard.published',
      subject: ofOrganisation(input),
      fact,
      what: fact.title,
      tier: 'E1',
      date,
      summary: `${fact.title} sets rules${parts.length > 0 ? ` on ${parts.join(' and ')}` : ''}.`,
      confidence: documentConfidence(input, fact.at.file),
      rejected,
    });
  });
}

function incidents(input: EvidenceInput): readonly EvidenceDraft[] {
  return artefactsOf(input, 'incident-runbook').map(fact => {
    const date = fact.date ?? input.changedAt(fact.at.file);
    const isDatedRecord = fact.isRecord && fact.date !== undefined;
    return recordEvidence(input, {
      signal: 'org.incident.api-response',
      subject: ofOrganisation(input),
      fact,
      what: fact.title,
      tier: isDatedRecord ? 'E5' : 'E1',
      date,
      plane: 'att',
      summary: isDatedRecord
        ? `${fact.title} records what was done on ${fact.date ?? ''}.`
        : `${fact.title} says what to do in an incident.`,
      confidence: documentConfidence(input, fact.at.file),
      rejected: [
        ...rejectedAhead(date, input.today),
        ...(fact.namesApi ? [] : [{ rule: 'generic', why: 'it handles no scenario of an API' }]),
      ],
    });
  });
}

function pentests(input: EvidenceInput): readonly EvidenceDraft[] {
  return artefactsOf(input, 'pentest-report').flatMap(fact => {
    const apis = apisNamedIn(fact.names, input);
    const subjects = apis.length > 0 ? apis.map(({ id }) => ({ scope: 'api', id }) as const) : [ofOrganisation(input)];
    return subjects.map(subject =>
      recordEvidence(input, {
        signal: 'org.pentest.attestation',
        subject,
        fact,
        what: fact.title,
        tier: 'E1',
        date: fact.date,
        plane: 'att',
        summary: `${fact.title} reports on a penetration test${fact.date === undefined ? '' : ` of ${fact.date}`}.`,
        confidence: documentConfidence(input, fact.at.file),
        rejected: [...rejectedAhead(fact.date, input.today), ...(apis.length > 0 ? [] : [NAMES_NOTHING])],
      }),
    );
  });
}

function training(input: EvidenceInput): readonly EvidenceDraft[] {
  return artefactsOf(input, 'training-record').map(fact =>
    recordEvidence(input, {
      signal: 'org.training.api-specific',
      subject: ofOrganisation(input),
      fact,
      what: fact.title,
      tier: 'E1',
      date: fact.date,
      plane: 'att',
      summary:
        fact.record === 'completion'
          ? `${fact.people} completions are recorded, the last on ${fact.date ?? 'no date'}.`
          : `${fact.title} is course material; who took the course is not recorded here.`,
      confidence: documentConfidence(input, fact.at.file),
      rejected: [
        ...rejectedAhead(fact.date, input.today),
        ...(fact.record === 'completion' && fact.people === 0
          ? [{ rule: 'empty', why: 'nobody has completed it' }]
          : []),
      ],
    }),
  );
}

/** Classes in descriptions and catalogue entries. One value for all of three APIs or more is a default, not a classification. */
function riskClasses(input: EvidenceInput): readonly EvidenceDraft[] {
  const fromDescriptions = factsOf(input.facts, 'description').flatMap(fact => {
    const { riskClass } = fact;
    if (!riskClass) return [];
    return input.inventory.apis
      .filter(api => api.descriptions.includes(fact.at.file))
      .map(api => ({
        api,
        value: riskClass.value,
        evidence: { ...shown(fact, `recorded class ${riskClass.value}`), at: riskClass.at },
        likeness: undefined,
      }));
  });
  const fromCatalogue = artefactsOf(input, 'catalog-entry')
    .filter(({ rejected }) => !rejected)
    .flatMap(fact => {
      const { riskClass } = fact;
      if (riskClass === undefined) return [];
      return apisOfEntry(fact, input).map(api => ({
        api,
        value: riskClass,
        evidence: shown(fact, `recorded class ${riskClass}`),
        likeness: fact.likeness,
      }));
    });
  const all = [...fromDescriptions, ...fromCatalogue];
  const classified = new Set(all.map(({ api }) => api.id));
  const isConstant = classified.size >= 3 && new Set(all.map(({ value }) => value)).size === 1;
  return all.map(({ api, value, evidence, likeness }): EvidenceDraft => {
    const observedAt = input.changedAt(evidence.at.file);
    return {
      signal: 'risk.classification.recorded',
      subject: { scope: 'api', id: api.id },
      polarity: 'supports',
      tier: 'E1',
      plane: 'repo',
      confidence: 0.95,
      summary: `${api.title} is recorded as ${value}.`,
      facts: [evidence],
      ...(observedAt === undefined ? {} : { observedAt }),
      ...(likeness === undefined ? {} : { likeness }),
      ...(isConstant
        ? { rejected: [{ rule: 'G16', why: `all ${classified.size} APIs have the one class ${value}` }] }
        : {}),
    };
  });
}
