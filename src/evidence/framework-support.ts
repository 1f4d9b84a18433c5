/**
 * Which lines of web frameworks their makers still mend. A line that does not stand here is not judged.
 *
 * Sources, as of mid-2026: expressjs.com/en/support, fastify.dev/docs/latest/Reference/LTS, nextjs.org/support-policy,
 * github.com/koajs/koa, github.com/hapijs/hapi (support), hono.dev, github.com/nestjs/nest (SECURITY.md), djangoproject.com/download,
 * rubyonrails.org/maintenance, laravel.com/docs/releases, symfony.com/releases, spring.io/projects/spring-boot#support,
 * dotnet.microsoft.com/platform/support/policy; where these give no day, endoflife.date.
 */
export type FrameworkSupport = {
  readonly ecosystem: string;
  /** Packages that carry the version. */
  readonly packages: readonly string[];
  /** For people: `Rails`. */
  readonly title: string;
  /** What the routes of operations say they are of. */
  readonly frameworks: readonly string[];
  /** How many parts of a version name a line: 1, majors; 2, minors. */
  readonly depth: 1 | 2;
  /** Lines with the last day on which they are mended; `open` where no such day was set. */
  readonly lines: Readonly<Record<string, string>>;
  /** Lines below this one that do not stand here are out of support. */
  readonly endedBelow: string;
};

const OPEN = 'open';

export const FRAMEWORK_SUPPORT: readonly FrameworkSupport[] = [
  npm('express', 'express', { 4: OPEN, 5: OPEN }, '4'),
  npm('fastify', 'fastify', { 4: '2025-06-30', 5: OPEN }, '4'),
  npm('koa', 'koa', { 2: OPEN, 3: OPEN }, '2'),
  npm('hono', 'hono', { 4: OPEN }, '3'),
  npm('@nestjs/core', 'nestjs', { 10: OPEN, 11: OPEN }, '9'),
  npm('next', 'next', { 14: '2025-10-26', 15: OPEN, 16: OPEN }, '14'),
  npm('@hapi/hapi', 'hapi', { 21: OPEN }, '20'),
  // Moved to `@hapi/hapi`; nothing was released under this name since.
  npm('hapi', 'hapi', {}, '1000'),
  {
    ecosystem: 'pypi',
    packages: ['django'],
    title: 'Django',
    frameworks: ['django', 'djangorestframework', 'django-ninja'],
    depth: 2,
    lines: { '4.2': '2026-04-30', '5.1': '2025-12-31', '5.2': '2028-04-30', '6.0': '2027-04-30' },
    endedBelow: '5.1',
  },
  {
    ecosystem: 'rubygems',
    packages: ['rails'],
    title: 'Rails',
    frameworks: ['rails'],
    depth: 2,
    // From 7.2 on, two years from the release.
    lines: { '7.1': '2025-10-01', '7.2': '2026-08-09', '8.0': '2026-11-07', '8.1': '2027-10-22' },
    endedBelow: '7.1',
  },
  {
    ecosystem: 'packagist',
    packages: ['laravel/framework'],
    title: 'Laravel',
    frameworks: ['laravel'],
    depth: 1,
    lines: { 11: '2026-03-12', 12: '2027-02-24' },
    endedBelow: '11',
  },
  {
    ecosystem: 'packagist',
    packages: ['symfony/framework-bundle', 'symfony/http-kernel'],
    title: 'Symfony',
    frameworks: ['symfony', 'api-platform'],
    depth: 2,
    lines: { '5.4': '2029-02-28', '6.4': '2027-11-30', '7.4': '2029-11-30' },
    endedBelow: '7.3',
  },
  {
    ecosystem: 'maven',
    packages: [
      'org.springframework.boot:spring-boot-starter-parent',
      'org.springframework.boot:spring-boot-dependencies',
      'org.springframework.boot',
    ],
    title: 'Spring Boot',
    frameworks: ['spring'],
    depth: 2,
    lines: { '3.4': '2025-12-31', '3.5': '2026-06-30', '4.0': '2026-12-31', '4.1': '2027-07-31' },
    endedBelow: '3.4',
  },
  {
    ecosystem: 'nuget',
    packages: ['TargetFramework'],
    title: '.NET',
    frameworks: ['aspnet-core', 'fastendpoints', 'carter'],
    depth: 1,
    lines: { 8: '2026-11-10', 9: '2026-11-10', 10: '2028-11-14' },
    endedBelow: '8',
  },
];

function npm(
  name: string,
  framework: string,
  lines: Readonly<Record<string, string>>,
  endedBelow: string,
): FrameworkSupport {
  return { ecosystem: 'npm', packages: [name], title: name, frameworks: [framework], depth: 1, lines, endedBelow };
}

/**
 * The line that a version or range stays on, as `4` or `4.2`: `^4.18.2` stays on major 4, `~> 7.1.0`, `==4.2.*` and `~=4.2.1` on minor
 * 4.2. Undefined for ranges over several lines, tags, and versions that stand elsewhere (`workspace:*`, `${version}`).
 */
export function lineOf(range: string, depth: 1 | 2): string | undefined {
  const found = /^(?<operator>[v=^]|==|~=|~>|~)?\s*v?(?<version>\d+(?:\.(?:\d+|[x*]))*)(?:[-+.][A-Za-z][\w.-]*)?$/.exec(
    range.trim(),
  );
  const { operator = '', version } = found?.groups ?? {};
  if (version === undefined) return undefined;
  const parts = version.split('.').filter(part => /^\d+$/.test(part));
  const own = parts.slice(0, depth);
  if (own.length < depth) return undefined;
  // `^` stays on the major; `~>` and `~=` on all parts but the last, and so does Composer's `~`.
  const isLastOpen = operator === '~>' || operator === '~=' || (operator === '~' && depth > 1);
  const isLoose = operator === '^' ? depth > 1 : isLastOpen && parts.length <= depth;
  return isLoose ? undefined : own.join('.');
}

/** Whether a line is still mended on a day, `YYYY-MM-DD`; undefined when the table does not say. */
export function isSupported(row: FrameworkSupport, line: string, today: string): boolean | undefined {
  const end = row.lines[line];
  if (end !== undefined) return end === OPEN || today <= end;
  return isBelow(line, row.endedBelow) ? false : undefined;
}

function isBelow(line: string, other: string): boolean {
  const [major = 0, minor = 0] = line.split('.').map(Number);
  const [otherMajor = 0, otherMinor = 0] = other.split('.').map(Number);
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}
