import type { Interval, Level } from '../core/assessment.ts';

const LEVELS: readonly Level[] = ['non-existent', 'emerging', 'established'];

export function levelRank(level: Level): 0 | 1 | 2 {
  return level === 'established' ? 2 : level === 'emerging' ? 1 : 0;
}

export function levelOf(rank: number): Level {
  return LEVELS[Math.max(0, Math.min(2, rank))] ?? 'non-existent';
}

export function higher(a: Level, b: Level): Level {
  return levelRank(a) >= levelRank(b) ? a : b;
}

export const NOTHING: Interval = { low: 'non-existent', high: 'non-existent' };
export const ANYTHING: Interval = { low: 'non-existent', high: 'established' };
