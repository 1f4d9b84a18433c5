/** Evidence from attestations: documents of people who say what nothing shows. Source: scoring §D.13; docs/attestations.md. */
import type { Diagnostic } from '../core/diagnostic.ts';
import type { Scope, Subject } from '../core/evidence.ts';
import type { Rejection } from '../core/facts/artefact.ts';
import type { Attestable, EvidenceInput } from '../core/inventory.ts';
import type { EvidenceDraft } from './deriver.ts';
import { apisCalled } from './governance-naming.ts';
import { artefactsOf, ofOrganisation, ofRepository, recordEvidence, type Artefact } from './governance-record.ts';

type Attestation = Artefact<'attestation'>;

/** One piece of evidence for each subject that an attestation names; one that names no signal is told and gives none. */
export function attestedEvidence(
  input: EvidenceInput,
  attestable: Attestable,
): { readonly evidence: readonly EvidenceDraft[]; readonly diagnostics: readonly Diagnostic[] } {
  const evidence: EvidenceDraft[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const fact of artefactsOf(input, 'attestation')) {
    const meant = signalOf(fact, attestable);
    if ('why' in meant)
      diagnostics.push({
        code: 'unclear-attestation',
        at: fact.at,
        message: `${meant.why}; the attestation counts for nothing`,
      });
    else evidence.push(...evidenceOf(fact, meant, input));
  }
  return { evidence, diagnostics };
}

type Meant = { readonly signal: string; readonly scope: Scope; readonly isAttestable: boolean };

/** The one signal that an attestation speaks for, or why there is none. */
function signalOf({ attests, rejected }: Attestation, attestable: Attestable): Meant | { readonly why: string } {
  if (attests === undefined) return { why: rejected?.[0]?.why ?? 'it names neither a signal nor an activity' };
  const named = attestable.get(attests);
  if (named === undefined) return { why: `${attests} is neither a signal nor an activity` };
  if (named.kind === 'signal') return { signal: attests, ...named };
  const [signal, ...others] = named.signals;
  if (signal === undefined) return { why: `${attests} is decided by what can be observed, which is not attested` };
  if (others.length > 0) return { why: `${attests} is decided by several signals: name ${named.signals.join(' or ')}` };
  const meant = attestable.get(signal);
  return meant?.kind === 'signal' ? { signal, ...meant } : { why: `${attests} is decided by no signal` };
}

function evidenceOf(fact: Attestation, meant: Meant, input: EvidenceInput): readonly EvidenceDraft[] {
  const own = [...rejectionsOf(fact, input.today), ...unattestable(meant)];
  const approvers = fact.approvers.filter(isOther(fact.authors));
  const by = `${listed(fact.authors, 'nobody')}${approvers.length > 0 ? `, approved by ${listed(approvers, '')}` : ''}`;
  return subjectsOf(fact, meant, input).map(({ subject, rejected }) =>
    recordEvidence(input, {
      signal: meant.signal,
      subject,
      fact,
      what: `attestation of ${meant.signal}`,
      tier: 'E1',
      plane: 'att',
      date: fact.date,
      summary: `Attested by ${by}, not observed: ${fact.summary}`,
      confidence: approvers.length > 0 ? 0.7 : 0.5,
      rejected: [...own, ...rejected],
    }),
  );
}

function listed(names: readonly string[], none: string): string {
  return names.length === 0 ? none : names.slice(0, 3).join(', ');
}

/** Who approves what they wrote themselves approves nothing: `Ann <ann@shop.test>`, `@ann` and `ann` are one. */
function isOther(authors: readonly string[]): (approver: string) => boolean {
  const known = new Set(authors.map(person));
  return approver => !known.has(person(approver));
}

function person(name: string): string {
  const address = /<([^<>]+)>/.exec(name)?.[1] ?? name;
  return address.trim().toLowerCase().replace(/^@/, '').replace(/@.*$/, '');
}

function unattestable({ signal, isAttestable }: Meant): readonly Rejection[] {
  return isAttestable
    ? []
    : [{ rule: 'observable', why: `what can be observed is not attested, and ${signal} can be` }];
}

/** A document that is past its end, without day or author, or of a day to come attests nothing. */
function rejectionsOf({ date, expires, authors }: Attestation, today: string): readonly Rejection[] {
  return [
    ...(date === undefined ? [{ rule: 'undated', why: 'it states no date' }] : []),
    ...(date !== undefined && date > today
      ? [{ rule: 'D.6', why: `it is dated ${date}, which is still to come` }]
      : []),
    ...(expires !== undefined && expires < today ? [{ rule: 'expired', why: `it ended on ${expires}` }] : []),
    ...(authors.length === 0 ? [{ rule: 'no-author', why: 'it names no author' }] : []),
  ];
}

type Named = { readonly subject: Subject; readonly rejected: readonly Rejection[] };

/** What cannot be told apart or found is shown for the repository and not counted. */
function subjectsOf({ subjects }: Attestation, meant: Meant, input: EvidenceInput): readonly Named[] {
  const found = subjects.flatMap(name => subjectsCalled(name, meant, input));
  if (found.length === 0) return [unmatched('it names no subject', input)];
  return [...new Map(found.map(named => [JSON.stringify(named), named])).values()];
}

function subjectsCalled(name: string, { scope, signal }: Meant, input: EvidenceInput): readonly Named[] {
  if (/^organi[sz]ation$/i.test(name)) return [{ subject: ofOrganisation(input), rejected: [] }];
  const apis = apisCalled(name, input);
  if (apis.length === 0) return [unmatched(`${name} is no API, component or path of the tree`, input)];
  if (scope === 'organisation')
    return [unmatched(`${signal} is about the organisation, and ${name} is a part of it`, input)];
  return apis.map(({ id }) => ({ subject: { scope: 'api', id }, rejected: [] }));
}

function unmatched(why: string, input: EvidenceInput): Named {
  return { subject: ofRepository(input), rejected: [{ rule: 'unmatched', why }] };
}
