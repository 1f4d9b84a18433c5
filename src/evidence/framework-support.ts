/**
 * Which major versions of web frameworks their makers still mend. A major that stands in neither list is not judged.
 *
 * Sources, as of mid-2026: expressjs.com/en/support, fastify.dev/docs/latest/Reference/LTS, nextjs.org/support-policy,
 * github.com/koajs/koa, github.com/hapijs/hapi (support), hono.dev, github.com/nestjs/nest (SECURITY.md), endoflife.date.
 */
export type FrameworkSupport = {
  /** Package that carries the version. */
  readonly name: string;
  /** What the routes of operations say they are of. */
  readonly framework: string;
  readonly supported: readonly number[];
  /** Majors below this one are out of support. */
  readonly endedBelow: number;
  /** Majors that end, or ended, on a day of their own. */
  readonly ends?: Readonly<Record<number, string>>;
};

export const FRAMEWORK_SUPPORT: readonly FrameworkSupport[] = [
  { name: 'express', framework: 'express', supported: [4, 5], endedBelow: 4 },
  { name: 'fastify', framework: 'fastify', supported: [5], endedBelow: 4, ends: { 4: '2025-06-30' } },
  { name: 'koa', framework: 'koa', supported: [2, 3], endedBelow: 2 },
  { name: 'hono', framework: 'hono', supported: [4], endedBelow: 3 },
  { name: '@nestjs/core', framework: 'nestjs', supported: [10, 11], endedBelow: 9 },
  { name: 'next', framework: 'next', supported: [15, 16], endedBelow: 14, ends: { 14: '2025-10-26' } },
  { name: '@hapi/hapi', framework: 'hapi', supported: [21], endedBelow: 20 },
  // Moved to `@hapi/hapi`; nothing was released under this name since.
  { name: 'hapi', framework: 'hapi', supported: [], endedBelow: Number.POSITIVE_INFINITY },
];

/**
 * The major that a version range of npm stays on: `^4.18.2`, `~4.1`, `4.x`. Undefined for ranges over several majors, tags,
 * and versions that stand elsewhere (`workspace:*`, `catalog:`).
 */
export function majorOf(range: string): number | undefined {
  const [, major] = /^[v=^~]?\s*(\d+)(?:\.(?:\d+|[x*]))*(?:[-+][\w.-]+)?$/.exec(range.trim()) ?? [];
  return major === undefined ? undefined : Number(major);
}

/** Whether a major is still mended on a day, `YYYY-MM-DD`; undefined when the table does not say. */
export function isSupported(row: FrameworkSupport, major: number, today: string): boolean | undefined {
  const end = row.ends?.[major];
  if (end !== undefined) return today <= end;
  if (major < row.endedBelow) return false;
  return row.supported.includes(major) ? true : undefined;
}
