/** Which APIs a document or an entry speaks of. */
import type { EvidenceInput } from '../core/inventory.ts';
import type { Api, Operation } from '../core/operation.ts';

/** Words that name a component of every second repository, and so none. */
const GENERIC: ReadonlySet<string> = new Set([
  'api',
  'apis',
  'app',
  'apps',
  'application',
  'server',
  'backend',
  'frontend',
  'web',
  'client',
  'service',
  'services',
  'src',
  'core',
  'main',
  'root',
  'rest',
  'graphql',
  'http',
  'swagger',
  'openapi',
  'docs',
  'index',
  'test',
  'tests',
  'package',
  'project',
  'lib',
  'common',
  'shared',
]);

/** APIs that a text names: by title, by component, or by the path of one of its operations. The text is lower case. */
export function apisNamedIn(text: string, input: EvidenceInput): readonly Api[] {
  const words = ` ${folded(text)} `;
  const paths = pathsIn(text);
  return input.inventory.apis.filter(api => {
    if (namesOf(api, input).some(name => words.includes(` ${name} `))) return true;
    return input.inventory.operations.some(operation => operation.api === api.id && isNamed(operation, paths));
  });
}

/**
 * APIs that a name is given to: all of a component, by its folder or name; one by its title, its id or the path of one of its
 * operations, with or without the method. A title or path of several components' APIs is nobody's.
 */
export function apisCalled(name: string, { inventory }: EvidenceInput): readonly Api[] {
  const { apis, components, operations } = inventory;
  const component = components.find(({ id, path, name: own }) => name !== '.' && [id, path, own].includes(name));
  const ofComponent = apis.filter(api => component !== undefined && api.component === component.id);
  if (ofComponent.length > 0) return ofComponent;
  const path = name.replace(/^[A-Z]+[ \t]+/, '');
  const titled = apis.filter(api => api.id === name || folded(api.title) === folded(name));
  const serving = new Set(
    path.startsWith('/') ? operations.filter(each => shapeOf(each.path) === shapeOf(path)).map(({ api }) => api) : [],
  );
  const found = titled.length > 0 ? titled : apis.filter(({ id }) => serving.has(id));
  return new Set(found.map(api => api.component)).size === 1 ? found : [];
}

/** Operations whose path a text names. */
export function operationsNamedIn(text: string, input: EvidenceInput): readonly Operation[] {
  const paths = pathsIn(text);
  return input.inventory.operations.filter(operation => isNamed(operation, paths));
}

/** Names of an API that tell it from others, folded: its title, its component's folder and package. */
export function namesOf(api: Api, input: EvidenceInput): readonly string[] {
  const component = input.inventory.components.find(({ id }) => id === api.component);
  const names = [
    api.title,
    component?.name.slice(component.name.lastIndexOf('/') + 1) ?? '',
    component?.path.slice(component.path.lastIndexOf('/') + 1) ?? '',
  ];
  return [...new Set(names.map(folded))].filter(
    name => name.length >= 4 && !name.split(' ').every(word => GENERIC.has(word)),
  );
}

/** Lower case, with single spaces for everything that is neither letter nor digit. */
export function folded(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** Path-like words, parameters as `{}`. */
function pathsIn(text: string): ReadonlySet<string> {
  return new Set(
    [...text.matchAll(/(?<![\w/.:])\/[\w{}:<>.~/-]{2,200}/g)].map(([path]) => shapeOf(path.replace(/[.:/-]+$/, ''))),
  );
}

/** The root and one-word paths such as `/health` are too common to name an API by themselves. */
function isNamed(operation: Operation, paths: ReadonlySet<string>): boolean {
  const shape = shapeOf(operation.path);
  const literal = shape.split('/').filter(segment => segment !== '' && segment !== '{}');
  return (
    literal.length > 0 && !/^\/(?:health|healthz|status|metrics|docs|ping|ready|live)$/.test(shape) && paths.has(shape)
  );
}

function shapeOf(path: string): string {
  return path
    .toLowerCase()
    .split('/')
    .map(segment => (/^(?::.+|\{.*\}|<.+>)$/.test(segment) ? '{}' : segment))
    .join('/');
}
