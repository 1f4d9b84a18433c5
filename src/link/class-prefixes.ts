/** Prefixes that configuration puts before classes of some kind, wherever they stand in what an application is built from. */
import type { ProgramFact } from '../core/facts/program.ts';
import type { Expr } from '../core/program.ts';
import type { Machine } from './machine.ts';
import { ROOT, pathsOf } from './path-values.ts';
import type { PathValue } from './router.ts';
import { valueWithSettings } from './settings.ts';
import { type ClassValue, type Value, flatten } from './value.ts';

export type ClassPrefix = {
  readonly framework: string;
  /** The part of the build that says it. */
  readonly part: string;
  readonly paths: readonly PathValue[];
  /** The class carries one of these annotations, by their simple names. */
  readonly annotations?: readonly string[];
  /** It is in one of these packages, or below. */
  readonly packages?: readonly string[];
  /** It stands in one of these folders, or below. */
  readonly folders?: readonly string[];
  /** Which classes it is for is decided by code that is not understood. */
  readonly isUnknown: boolean;
};

/** Takes down a prefix when the evaluation reaches it. */
export function noteClassPrefix(
  machine: Machine,
  fact: Extract<ProgramFact, { kind: 'class-prefix' }>,
  value: (expr: Expr) => Value,
): void {
  machine.classPrefixes.push({
    framework: fact.framework,
    part: machine.program.build.partOf(fact.at.file),
    paths: pathsOf(valueWithSettings(machine, fact.at.file, value(fact.prefix))),
    ...(fact.annotations ? { annotations: fact.annotations } : {}),
    ...(fact.packages
      ? {
          packages: fact.packages
            .flatMap(one => flatten(value(one)))
            .flatMap(one => (one.kind === 'text' ? [one.value] : [])),
        }
      : {}),
    ...(fact.folders ? { folders: fact.folders } : {}),
    isUnknown: fact.isUnknown === true,
  });
}

/** The prefixes of a class: those of the first that is for it. Source: Spring, PathMatchConfigurer.addPathPrefix. */
export function prefixesOfClass(machine: Machine, cls: ClassValue, framework: string): readonly PathValue[] {
  if (machine.classPrefixes.length === 0) return ROOT;
  const { file } = cls.scope;
  const { partOf, partsOf, applicationsOf } = machine.program.build;
  const part = partOf(file);
  const parts = new Set([part, ...applicationsOf(part).flatMap(application => [...partsOf(application)])]);
  const depth = ({ folders = [] }: ClassPrefix): number =>
    Math.max(-1, ...folders.filter(folder => `${file}/`.startsWith(folder)).map(folder => folder.length));
  for (const prefix of machine.classPrefixes.toSorted((a, b) => depth(b) - depth(a))) {
    if (prefix.folders && depth(prefix) < 0) continue;
    if (prefix.framework !== framework || !parts.has(prefix.part)) continue;
    if (prefix.isUnknown) return [{ kind: 'unknown', why: 'which classes a prefix is put before is computed' }];
    const names = annotationNames(machine, cls);
    const isAnnotated = prefix.annotations?.some(name => names.has(name)) ?? true;
    const isInside = prefix.packages?.some(name => `/${file}`.includes(`/${name.replaceAll('.', '/')}/`)) ?? true;
    if (isAnnotated && isInside) return prefix.paths;
  }
  return ROOT;
}

/** Simple names of the annotations of a class, and of those on annotations of the tree. */
function annotationNames(machine: Machine, cls: ClassValue): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (of: ClassValue, depth: number): void => {
    for (const { expression } of of.cls.decorators) {
      const callee = expression.kind === 'call' ? expression.callee : expression;
      const name = callee.kind === 'name' || callee.kind === 'member' ? callee.name : undefined;
      if (name === undefined || names.has(name)) continue;
      names.add(name);
      const own = [...machine.classes.values()].find(one => one.cls.name === name && one.cls.form === 'annotation');
      if (own && depth < 5) add(own, depth + 1);
    }
  };
  add(cls, 0);
  return names;
}
