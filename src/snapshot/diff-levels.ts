/** Levels of maturity models that moved between two reports. */
import type { Causes, LevelChange, LevelReading } from '../core/diff.ts';
import type { ReportAssessment } from '../core/report.ts';
import { levelCauses, type Sides } from './cause.ts';

type Reading = Omit<LevelChange, 'from' | 'to' | 'direction' | 'causes'> & { readonly reading: LevelReading };

/** Words that are on the scale, lowest first; the others say why there is no level. */
const LEVELS = ['non-existent', 'emerging', 'established'];

/** Headline, domains, activities, stages and measures of the models that both reports have, in the order of the later one. */
export function diffLevels(sides: Sides): readonly LevelChange[] {
  return sides.to.assessments.flatMap(later => {
    const earlier = sides.from.assessments.find(
      candidate => candidate.model === later.model && candidate.kind === later.kind,
    );
    if (earlier === undefined) return [];
    const causes = levelCauses(sides, earlier.modelVersion !== later.modelVersion);
    const before = new Map(readingsOf(earlier).map(reading => [keyOf(reading), reading]));
    return readingsOf(later).flatMap(reading => changeOf(before.get(keyOf(reading)), reading, causes));
  });
}

function changeOf(before: Reading | undefined, after: Reading, causes: Causes): LevelChange[] {
  if (before === undefined) return [];
  const { reading: to, ...what } = after;
  const from = before.reading;
  if (from.level === to.level && from.low === to.low && from.high === to.high) return [];
  return [{ ...what, from, to, direction: directionOf(from.level, to.level), causes }];
}

function directionOf(from: string, to: string): LevelChange['direction'] {
  if (from === to) return 'bounds';
  const step = rankOf(to) - rankOf(from);
  return Number.isNaN(step) ? 'other' : step > 0 ? 'up' : 'down';
}

function rankOf(level: string): number {
  const rank = LEVELS.indexOf(level);
  return rank === -1 ? Number(level) : rank;
}

function keyOf(reading: Reading): string {
  return `${reading.scope} ${reading.id}`;
}

function readingsOf(assessment: ReportAssessment): readonly Reading[] {
  const { model, title } = assessment;
  switch (assessment.kind) {
    case 'domains':
      return [
        { model, scope: 'headline', id: model, title, reading: { level: assessment.level, ...assessment.interval } },
        ...assessment.domains.flatMap((domain): Reading[] => [
          { model, scope: 'domain', id: domain.id, title: domain.title, reading: wordsOf(domain) },
          ...domain.activities.map((activity): Reading => ({
            model,
            scope: 'activity',
            id: activity.id,
            title: activity.title,
            reading: wordsOf(activity),
          })),
        ]),
      ];
    case 'stages':
      return [
        {
          model,
          scope: 'fit',
          id: model,
          title,
          reading: wordsOf({ level: assessment.level, ...assessment.interval }),
        },
        { model, scope: 'barometer', id: model, title, reading: exactly(assessment.barometer) },
        ...assessment.stages.flatMap(stage =>
          [...stage.practices.measures, ...stage.barometer.measures].map((measure): Reading => ({
            model,
            scope: 'measure',
            id: measure.id,
            title: measure.title,
            reading: exactly(measure.satisfaction),
          })),
        ),
      ];
  }
}

function wordsOf(value: {
  readonly level: string | number;
  readonly low: string | number;
  readonly high: string | number;
}): LevelReading {
  return { level: String(value.level), low: String(value.low), high: String(value.high) };
}

function exactly(value: string | number): LevelReading {
  return wordsOf({ level: value, low: value, high: value });
}
