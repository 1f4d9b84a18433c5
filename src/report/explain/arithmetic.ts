/** How the level of a domain comes about: the weights of its activities against the shares that the model asks for. */
import type { ReportDomain } from '../../core/report.ts';
import { countText } from '../words.ts';
import { field, section, table } from './lines.ts';

type Lines = readonly string[];

export function arithmeticLines(domain: ReportDomain): Lines {
  const { weights, thresholds, activities, doubled } = domain;
  const row = (name: string, part: number, whole: number, of: string, needed: number): readonly string[] => [
    name,
    `${countText(part)} of ${countText(whole)} ${of} = ${percent(whole === 0 ? 0 : part / whole)}`,
    `${percent(needed)} needed`,
    whole > 0 && part / whole >= needed - EPSILON ? 'reached' : 'not reached',
  ];
  const missing = activities.filter(({ weight, level }) => weight > 1 && level === 'non-existent').map(({ id }) => id);
  return [
    ...field('firm', sensitivityText({ ...domain, borderline: [] })),
    ...section('arithmetic: an activity weighs 1, and 2 where its threat dominates', [
      ...table([
        row('known', weights.known, weights.applicable, 'that apply', thresholds.known),
        row('emerging', weights.emerging, weights.known, 'known', thresholds.emerging),
        row('established', weights.established, weights.applicable, 'that apply', thresholds.established),
      ]),
      ...(missing.length === 0
        ? []
        : [`not established while these count twice and are non-existent: ${missing.join(', ')}`]),
    ]),
    ...section(
      'counts twice',
      table(
        doubled.map(({ activity, threat, share }) => [activity, `${threat} dominates ${percent(share)} of API weight`]),
      ),
    ),
  ];
}

const EPSILON = 1e-9;

function percent(value: number): string {
  return `${Math.round(value * 1000) / 10} %`;
}

type Firm = Pick<ReportDomain, 'low' | 'high' | 'sensitivity'> & { readonly borderline: readonly string[] };

/** What thresholds that are stricter or looser would give, when that is another level. */
export function sensitivityText({ low, high, sensitivity, borderline }: Firm): Lines {
  const as = (interval: { readonly low: string; readonly high: string }): string =>
    interval.low === interval.high ? interval.low : `${interval.low} .. ${interval.high}`;
  const now = as({ low, high });
  const { stricter, looser } = sensitivity;
  const moved = [
    ...(as(stricter) === now ? [] : [`thresholds 0.1 stricter: ${as(stricter)}`]),
    ...(as(looser) === now ? [] : [`thresholds 0.1 looser: ${as(looser)}`]),
    ...(borderline.length === 0 ? [] : [`borderline: within 0.05 of a threshold (${borderline.join(', ')})`]),
  ];
  return moved.length === 0 ? ['thresholds 0.1 stricter or looser change nothing'] : moved;
}
