import type { FactBody } from '../../../../src/core/fact.ts';
import { HTTP_METHODS, type Method, type ProgramFact, type RouterRules } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { DataDocument } from '../../../../src/parse/data-file.ts';
import { noHandler, textAt } from '../values.ts';

export const drupal = defineDetector({
  id: 'drupal',
  title: 'Drupal',
  kind: 'framework',
  docs: 'https://www.drupal.org/docs/drupal-apis/routing-system/structure-of-routes',
  reads: 'data',
  files: ['**/*.routing.yml'],
  words: ['path:'],
  emits: ['route', 'guard-kind'],
  limits: [
    'Routes that functions make (`route_callbacks`) are not listed.',
    'A permission may be given to strangers: it leaves authentication unknown.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => {
    const [document] = file.documents;
    const routes = isRecord(document?.value) ? Object.entries(document.value) : [];
    return document ? routes.flatMap(([name, route]) => routeFacts(document, name, route)) : [];
  },
});

const RULES: RouterRules = { syntax: 'braces', guards: 'always' };

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function routeFacts(document: DataDocument, name: string, route: unknown): readonly ProgramFact[] {
  if (!isRecord(route) || typeof route['path'] !== 'string') return [];
  const at = document.locate([name, 'path']);
  const requirements = isRecord(route['requirements']) ? route['requirements'] : {};
  const methods = methodsIn(route['methods'] ?? requirements['_method']);
  const { effect, why } = accessOf(requirements);
  const guard = textAt(document.locate([name, 'requirements']), 'requirements');
  return [
    {
      kind: 'guard-kind',
      at: guard.at,
      framework: 'drupal',
      site: guard,
      effect,
      ...(effect === 'required' && { mechanism: 'session' as const }),
      why,
    },
    {
      kind: 'route',
      at,
      framework: 'drupal',
      site: textAt(at, name),
      rules: RULES,
      methods: methods.length > 0 ? methods : ['GET', 'POST'],
      path: textAt(at, route['path']),
      chain: [noHandler(at)],
      guards: [guard],
    },
  ];
}

function methodsIn(methods: unknown): readonly Method[] {
  const words = (Array.isArray(methods) ? methods.map(String) : String(methods ?? '').split(/[|,]/)).map(word =>
    word.trim().toUpperCase(),
  );
  return HTTP_METHODS.filter(method => words.includes(method));
}

type Access = { readonly effect: 'none' | 'required' | 'unknown'; readonly why: string };

/** Checks that stand beside each other must all let pass. Source: Drupal, Access checking on routes. */
function accessOf(requirements: Readonly<Record<string, unknown>>): Access {
  const checks = Object.keys(requirements).filter(key =>
    /^_(?:access|permission|role|user|entity|custom|csrf|format|module|method)/.test(key),
  );
  if (String(requirements['_user_is_logged_in']).toUpperCase() === 'TRUE')
    return { effect: 'required', why: 'Drupal asks for a user who is logged in' };
  const role = requirements['_role'];
  if (typeof role === 'string' && role !== '' && !role.split(/[+,]/).some(one => one.trim() === 'anonymous'))
    return { effect: 'required', why: 'Drupal asks for a role' };
  const others = checks.filter(
    key =>
      !/^_(?:format|module_dependencies|method|csrf_token|csrf_request_header_token)$/.test(key) && key !== '_access',
  );
  if (String(requirements['_access']).toUpperCase() === 'TRUE' && others.length === 0)
    return { effect: 'none', why: 'it lets everybody pass' };
  if (String(requirements['_access']).toUpperCase() === 'FALSE')
    return { effect: 'required', why: 'it lets nobody pass' };
  if (typeof requirements['_permission'] === 'string')
    return {
      effect: 'unknown',
      why: `whether strangers have the permission '${requirements['_permission']}' is a setting of the site`,
    };
  return { effect: 'unknown', why: 'what decides about access could not be followed' };
}
