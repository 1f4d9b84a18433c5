/** How an organisation adds up: what of it was scanned, and for how much of its weight a level is true. */
import type { Report, ReportDomains, ReportSpread } from '../core/report.ts';
import type { Phrase } from './summary.ts';
import { plural } from './words.ts';

export type RollUp = {
  readonly scanned: Phrase;
  /** For each domain the share of external weight that is emerging or better; empty where APIs were not told apart. */
  readonly external: readonly Phrase[];
};

/** Undefined for what is no organisation. */
export function rollUpOf(report: Report): RollUp | undefined {
  if (report.target.kind !== 'organisation') return undefined;
  const domains = report.assessments.find((assessment): assessment is ReportDomains => assessment.kind === 'domains');
  return { scanned: scannedPhrase(report), external: domains === undefined ? [] : externalPhrases(domains) };
}

/** What was left out counts as well: leaving out must not look like having read. */
export function scannedPhrase({ coverage, view }: Report): Phrase {
  const { repositories } = coverage;
  const of = (status: string): number => repositories.filter(row => row.status === status).length;
  const scanned = view?.whole.scanned ?? of('scanned');
  const excluded = view?.whole.excluded ?? of('excluded');
  const all = view === null ? repositories.length : view.whole.repositories + view.whole.excluded;
  return {
    text: `${scanned} of ${plural(all, 'repository', 'repositories')}${all === 0 ? '' : ` (${percentText(scanned / all)}${excluded === 0 ? '' : `, ${excluded} left out`})`}`,
    about: 'repositories',
  };
}

function externalPhrases({ domains, distribution }: ReportDomains): readonly Phrase[] {
  return domains.flatMap(({ id, title }) => {
    const row = distribution.find(each => each.domain === id && each.by === 'exposure' && each.value === 'external');
    if (row === undefined) return [];
    const { established, emerging, unknown } = row.levels;
    const notes = [
      ...(established === 0 ? [] : [`${percentText(established)} established`]),
      ...(unknown === 0 ? [] : [`${percentText(unknown)} not known`]),
    ];
    return [
      {
        text: `${title} ${percentText(established + emerging)}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`,
        about: 'distribution',
      },
    ];
  });
}

/** The whole report is about a part: how much of the target that is, and what of its evidence is not its own. */
export function viewPhrase({ view, apis, evidence, target }: Report): Phrase | undefined {
  if (view === null) return undefined;
  const own = `${apis.length} of ${plural(view.whole.apis, 'API')} of ${target.name}`;
  const inherited = `${view.inherited.length} of ${plural(evidence.length, 'piece')} of evidence inherited from the organisation or from shared repositories, not its own`;
  return { text: `${own}; ${inherited}`, about: 'inherited' };
}

/** `established / emerging / non-existent / not known`, in per cent. */
export function spreadCells({ levels }: Pick<ReportSpread, 'levels'>): readonly string[] {
  return [levels.established, levels.emerging, levels.nonExistent, levels.unknown].map(percentText);
}

/** Whole per cent; what is more than nothing and less than half of one is said to be. */
export function percentText(share: number): string {
  const whole = Math.round(share * 100);
  return whole === 0 && share > 0 ? '<1 %' : `${whole} %`;
}
