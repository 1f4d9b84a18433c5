/** A step of the roadmap does what it says: with its assumptions made, the activity reaches the level. */
import { describe, expect, test } from 'vitest';
import { loadModels } from '../models/load.ts';
import { assume } from '../src/assume.ts';
import type { Report } from '../src/core/report.ts';
import { scoreReport, stateOf } from '../src/score-report.ts';
import { scored, SITUATIONS } from './support/situations.ts';

const models = loadModels();
const RANKS = ['non-existent', 'emerging', 'established'];

function activityLevel(report: Report, id: string): string {
  const found = report.assessments
    .flatMap(assessment => (assessment.kind === 'domains' ? assessment.domains : []))
    .flatMap(domain => domain.activities)
    .find(activity => activity.id === id);
  return found?.low ?? 'none';
}

describe.each(SITUATIONS)('in %s', name => {
  test('every single step that leads to a level of an activity leads there', async () => {
    const report = await scored(name);
    const steps = report.assessments
      .flatMap(({ kind, roadmap }) => (kind === 'domains' ? roadmap : []))
      .filter(({ gain, whatIf }) => whatIf.length > 0 && !gain.startsWith('towards'))
      .slice(0, 12);
    const idle = steps.filter(({ about, whatIf }) => {
      const after = scoreReport(assume(stateOf(report), whatIf, models.catalogue), models);
      return RANKS.indexOf(activityLevel(after, about)) <= RANKS.indexOf(activityLevel(report, about));
    });
    expect(idle.map(({ about, gain, whatIf }) => `${about}: ${gain}: ${whatIf.join(' ')}`)).toEqual([]);
  });
});
