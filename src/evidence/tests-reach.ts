/** Which steps of pipelines run a test file. */
import picomatch from 'picomatch';
import type { TestAspect } from '../core/facts/test.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import { gradeOf, stepsOf } from './pipelines/grade.ts';
import type { Grade } from './pipelines/grade.ts';
import type { ResolvedStep } from './pipelines/resolve.ts';
import { linksIn } from './tests-link.ts';

/** File names that runners take by default, where no pattern and no configuration is named. */
const DEFAULT_FILES: ReadonlyMap<string, RegExp> = new Map([
  ['jest', /(?:^|\/)__tests__\/|\.(?:test|spec)\.[cm]?[jt]sx?$/],
  ['vitest', /\.(?:test|spec)\.[cm]?[jt]sx?$/],
  ['mocha', /^test\/[^/]+\.[cm]?[jt]s$/],
  ['node-test', /(?:^|\/)test\/|[._-]test\.[cm]?[jt]s$|(?:^|\/)test(?:-[^/]*)?\.[cm]?[jt]s$/],
  ['ava', /(?:^|\/)(?:tests?|__tests__)\/|\.(?:test|spec)\.[cm]?[jt]s$/],
  ['bun-test', /[._](?:test|spec)\.[cm]?[jt]sx?$/],
  ['deno-test', /(?:^|[/._])test\.[cm]?[jt]sx?$/],
  ['playwright', /\.(?:test|spec)\.[cm]?[jt]sx?$/],
  ['cypress', /(?:^|\/)cypress\/|\.cy\.[cm]?[jt]sx?$/],
]);

/** Whether a step runs a test file: its runner takes such files, in a folder around it, by a pattern that fits. */
export function reaches(step: ResolvedStep, file: string): boolean {
  const byDefault = DEFAULT_FILES.get(step.tool);
  if (step.activity !== 'test' || !byDefault || step.folder === undefined) return false;
  const inside = within(step.folder, file);
  if (inside === undefined) return false;
  const patterns = step.targets.filter(target => target !== step.config && !isConfig(target));
  if (patterns.length > 0) return patterns.some(pattern => fitsPattern(pattern, inside));
  if (step.config === undefined) return byDefault.test(inside);
  // What a configuration file selects is not read; runners take its folder for the root.
  const slash = step.config.lastIndexOf('/');
  return within(slash < 0 ? '.' : step.config.slice(0, slash), file) !== undefined;
}

function within(folder: string, file: string): string | undefined {
  if (folder === '.') return file;
  return file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : undefined;
}

function isConfig(target: string): boolean {
  return /(?:config|jest[\w-]*)\.(?:[cm]?[jt]s|json)$/.test(target);
}

/** A glob, a folder, or a part of the path, as runners take them. A computed pattern fits nothing for sure. */
function fitsPattern(pattern: string, file: string): boolean {
  const plain = pattern.replace(/^\.\//, '').replace(/\/$/, '');
  if (plain.includes('$') || plain === '') return false;
  if (/[*?{[]/.test(plain)) return picomatch.isMatch(file, plain, { dot: true });
  return plain === '.' || file === plain || file.includes(plain);
}

/** The best grade of the steps that run a file; undefined when none does. */
export function gradeOfFile(file: string, input: EvidenceInput): GradedStep | undefined {
  const known = gradedFiles.get(input) ?? new Map<string, GradedStep | undefined>();
  gradedFiles.set(input, known);
  if (!known.has(file)) known.set(file, bestOf(file, input));
  return known.get(file);
}

export type GradedStep = { readonly step: ResolvedStep; readonly grade: Grade };

const gradedFiles = new WeakMap<EvidenceInput, Map<string, GradedStep | undefined>>();

function bestOf(file: string, input: EvidenceInput): GradedStep | undefined {
  const graded = stepsOf(input)
    .filter(step => reaches(step, file))
    .map(step => ({ step, grade: gradeOf(step, input) }));
  return graded.toSorted((a, b) => (a.grade.tier < b.grade.tier ? 1 : a.grade.tier > b.grade.tier ? -1 : 0))[0];
}

const SECURITY_ASPECTS: ReadonlySet<TestAspect> = new Set([
  'authn-negative',
  'authz-role',
  'authz-object',
  'response-exposure',
  'invalid-input',
  'rate-limit',
  'schema-conformance',
  'mass-assignment',
  'abuse-case',
]);

/** Steps that run a test of a security aspect of a known operation: generic unit tests are none. */
export function securityTestSteps(input: EvidenceInput): readonly ResolvedStep[] {
  const files = new Set(
    linksIn(input)
      .filter(
        link =>
          link.theatre === undefined &&
          link.fact.target !== 'mock' &&
          link.aspects.some(aspect => SECURITY_ASPECTS.has(aspect)),
      )
      .map(link => link.fact.at.file),
  );
  return stepsOf(input).filter(step => [...files].some(file => reaches(step, file)));
}
