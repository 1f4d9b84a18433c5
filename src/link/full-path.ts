/** Full paths: what the application puts before a path, and paths that are no texts. */
import type { PathSyntax, RouterRules } from '../core/facts/program.ts';
import { EVERYWHERE } from './class-modules.ts';
import { UNRESOLVED, joinPaths, templatesOf } from './path-template.ts';
import type { PathValue, Router, RouterEvent } from './router.ts';
import { HOLE, type Value, flatten, optionsOf } from './value.ts';

/** Why the path of an operation is not wholly known; undefined when it is. */
export function pathProblem(given: PathValue, path: string): string | undefined {
  if (given.kind === 'pattern') return 'its path is a regular expression';
  if (given.kind === 'unknown') return `its path could not be resolved: ${given.why}`;
  return path.includes(UNRESOLVED) ? 'part of its path is computed' : undefined;
}

/** Templates of a path, whatever it is; an unknown one is a hole. */
export function templatesFor(path: PathValue, syntax: PathSyntax): readonly string[] {
  switch (path.kind) {
    case 'text':
      return path.text === EVERYWHERE ? ['/'] : templatesOf(path.text, syntax);
    case 'unknown':
      return [`/${UNRESOLVED}`];
    case 'pattern':
      return [patternTemplate(path.source)];
  }
}

/** A place below which paths are put; `isOpen`: as it is written it ends with a slash. */
export type Place = { readonly prefix: string; readonly isOpen: boolean };

export const TOP: Place = { prefix: '', isOpen: true };

/**
 * The places of a path below another place, one for each of its templates, which stands beside it. Where the framework joins
 * texts, a path without a leading slash goes on in the last segment of what it is put below: `s` below `/user` is `/users`.
 */
export function placesBelow(
  { prefix, isOpen }: Place,
  path: PathValue,
  { syntax, joinsText }: RouterRules,
): readonly (Place & { readonly template: string })[] {
  const text = path.kind === 'text' ? path.text : undefined;
  const goesOn = joinsText && !isOpen && text !== undefined && /^[^/]/.test(text) && !text.startsWith(HOLE);
  return templatesFor(path, syntax).map(template => ({
    prefix: goesOn ? joinPaths(prefix + template.slice(1)) : joinPaths(prefix, template),
    template,
    isOpen: text === '' ? isOpen : text?.endsWith('/') === true,
  }));
}

/** A regular expression that is a plain path with wildcards is one; any other has no template. */
function patternTemplate(source: string): string {
  const plain = source
    .replace(/^\^/, '')
    .replace(/\$$/, '')
    .replaceAll('\\/', '/')
    .replaceAll('\\.', '.')
    .replaceAll('\\-', '-');
  const withParameters = plain.replace(
    /\((?:\?<(\w+)>)?(?:\[[^\]]*\]|\\[dws]|\.)[*+]?\)|(?:\[[^\]]*\]|\\[dws]|\.)[*+]/g,
    (_, name: string | undefined) => `{${name ?? 'regex'}}`,
  );
  return /^\/[\w./{}~-]*$/.test(withParameters) ? withParameters : `/${UNRESOLVED}`;
}

/** The base path and version of the application before a path, unless the path is excepted. */
export function withBase(
  application: Router,
  versions: readonly string[],
  below: string,
  own: string,
  method: string,
): readonly string[] {
  const versioned = versions.map(version => (version === '' ? below : `/${version}${below}`));
  if (application.role !== 'application' || application.basePaths.length === 0)
    return versioned.map(path => joinPaths(path));
  return application.basePaths.flatMap(({ paths, except }) => {
    if (except && isExcepted(except, below, own, method)) return versioned.map(path => joinPaths(path));
    return paths.flatMap(path =>
      templatesFor(path, application.rules.syntax).flatMap(base => versioned.map(rest => joinPaths(base, rest))),
    );
  });
}

/** Whether `exclude` of a global prefix names this path: texts, or `{ path, method }`. Source: NestJS, Global prefix. */
function isExcepted(except: Value, below: string, own: string, method: string): boolean {
  return flatten(except)
    .flatMap(item => optionsOf(item))
    .some(item => {
      const path = item.kind === 'record' ? item.fields.get('path') : item;
      const only = item.kind === 'record' ? item.fields.get('method') : undefined;
      const isMethod = only?.kind !== 'external' || only.path.at(-1) === 'ALL' || only.path.at(-1) === method;
      if (path?.kind !== 'text' || !isMethod) return false;
      return templatesOf(path.value, 'nest').some(
        template =>
          template === below ||
          (template.endsWith('}') &&
            template.includes('{*') &&
            below.startsWith(template.slice(0, template.lastIndexOf('/')))) ||
          (template === own && below === own),
      );
    });
}

/** URI versions of a route: its own, the controller's, the application's default. Source: NestJS, Versioning. */
export function versionsOf(application: Router, event: Extract<RouterEvent, { kind: 'route' }>): readonly string[] {
  const { versioning } = application;
  if (!versioning) return [''];
  const type = versioning.type;
  const isUri =
    type.kind === 'nothing' ||
    (type.kind === 'text' && type.value === 'uri') ||
    (type.kind === 'external' && type.path.at(-1) === 'URI');
  if (!isUri) return [''];
  const prefix =
    versioning.prefix?.kind === 'text'
      ? versioning.prefix.value
      : versioning.prefix?.kind === 'boolean' && !versioning.prefix.value
        ? ''
        : 'v';
  const given = event.versions ?? (versioning.byDefault ? versionTexts(versioning.byDefault) : []);
  const versions = given.flatMap(version =>
    version.kind === 'text' && version.text !== '' ? [`${prefix}${version.text.replaceAll(HOLE, UNRESOLVED)}`] : [],
  );
  const isNeutral = given.length === 0 || given.some(version => version.kind !== 'text' || version.text === '');
  return isNeutral ? ['', ...versions] : versions;
}

function versionTexts(value: Value): readonly PathValue[] {
  return flatten(value)
    .flatMap(item => optionsOf(item))
    .map((item): PathValue =>
      item.kind === 'text'
        ? { kind: 'text', text: item.value }
        : item.kind === 'number'
          ? { kind: 'text', text: String(item.value) }
          : { kind: 'unknown', why: 'a version that is no text' },
    );
}
