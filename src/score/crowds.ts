import type { ReportEvidence as Evidence } from '../core/report.ts';
import { similarity } from '../core/likeness.ts';
import type { ScoreInput } from './input.ts';
import { ageInDays, type TierLimit } from './tiers.ts';

/**
 * What records say of each other: the same text over many APIs, and one recent change to many repositories.
 *
 * Looks at supports that stand; contradictions are never lowered. Source: scoring §D.9, rules G15 and G19.
 */
export function crowdLimits(input: ScoreInput): ReadonlyMap<string, TierLimit> {
  const standing = input.evidence.filter(each => each.polarity === 'supports' && each.rejected.length === 0);
  const limits = new Map<string, TierLimit>();
  for (const [id, limit] of newlyArrived(input, standing)) limits.set(id, limit);
  for (const [id, limit] of repeatedTexts(input, standing)) limits.set(id, limit);
  return limits;
}

/** E5 is left alone: a run has already passed through it. */
function newlyArrived(input: ScoreInput, evidence: readonly Evidence[]): readonly (readonly [string, TierLimit])[] {
  const { days, repositories } = input.parameters.newEvidence;
  const repositoryOf = subjectRepositories(input);
  const changes = new Map<string, Evidence[]>();
  for (const each of evidence) {
    const age = ageInDays(each.introduced?.at, input.today);
    if (each.introduced === null || age === undefined || age > days || each.tier === 'E5') continue;
    const known = changes.get(each.introduced.by);
    if (known === undefined) changes.set(each.introduced.by, [each]);
    else known.push(each);
  }
  return [...changes.values()].flatMap(records => {
    const touched = new Set(records.map(each => repositoryOf.get(`${each.subject.scope}:${each.subject.id}`)));
    if (touched.size < repositories) return [];
    const why = `G19: new, not yet exercised: one change of the last ${days} days brought it to ${touched.size} repositories`;
    return records.map(each => [each.id, { most: 3, why }] as const);
  });
}

function repeatedTexts(input: ScoreInput, evidence: readonly Evidence[]): readonly (readonly [string, TierLimit])[] {
  const bySignal = new Map<string, Evidence[]>();
  for (const each of evidence) {
    if (each.likeness === null) continue;
    const known = bySignal.get(each.signal);
    if (known === undefined) bySignal.set(each.signal, [each]);
    else known.push(each);
  }
  return [...bySignal.values()].flatMap(records => repeatedIn(records, input.parameters.likeness));
}

/** The first of each crowd stands for the template; the rest says nothing of its own API. */
function repeatedIn(
  records: readonly Evidence[],
  { similarity: needed, subjects }: ScoreInput['parameters']['likeness'],
): readonly (readonly [string, TierLimit])[] {
  const templates: { readonly likeness: string; readonly members: Evidence[] }[] = [];
  const byText = new Map<string, (typeof templates)[number]>();
  for (const each of [...records].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const text = each.likeness ?? '';
    const template = byText.get(text) ?? templates.find(other => similarity(other.likeness, text) >= needed);
    if (template === undefined) {
      const fresh = { likeness: text, members: [each] };
      templates.push(fresh);
      byText.set(text, fresh);
      continue;
    }
    template.members.push(each);
    byText.set(text, template);
  }
  return templates.flatMap(({ members }) => {
    const over = new Set(members.map(each => `${each.subject.scope}:${each.subject.id}`)).size;
    if (over < subjects) return [];
    const why = `G15: the same text stands for ${over} subjects and names nothing of this one; it counts once, as a template`;
    return members.slice(1).map(each => [each.id, { most: 0, why }] as const);
  });
}

/** The repository that each subject belongs to; the organisation belongs to none. */
function subjectRepositories(input: ScoreInput): ReadonlyMap<string, string> {
  const ofApi = new Map(
    input.repositories.flatMap(repository => repository.apis.map(api => [api, repository.id] as const)),
  );
  return new Map([
    ...input.repositories.map(repository => [`repository:${repository.id}`, repository.id] as const),
    ...[...ofApi].map(([api, repository]) => [`api:${api}`, repository] as const),
    ...input.operations.flatMap(operation => {
      const repository = ofApi.get(operation.api);
      return repository === undefined ? [] : [[`operation:${operation.id}`, repository] as const];
    }),
  ]);
}
