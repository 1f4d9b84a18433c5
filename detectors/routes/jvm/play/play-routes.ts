import type { ProgramFact, Taken } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { TextFile } from '../../../../src/parse/text-file.ts';
import { settingsOf } from '../../../../src/parse/hocon.ts';
import { methodNamed } from '../annotation-elements.ts';
import { FRAMEWORK, RULES } from './rules.ts';

export const playRoutes = defineDetector({
  id: 'play-routes',
  title: 'Route files of Play',
  kind: 'framework',
  docs: 'https://www.playframework.com/documentation/3.0.x/ScalaRouting',
  reads: 'text',
  files: ['**/conf/routes', '**/*.routes', '**/conf/application.conf'],
  words: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', '->', 'context', 'router'],
  emits: ['router-file', 'mount-file', 'route', 'base-path', 'unresolved'],
  limits: ['Routers that code builds are listed where a file of routes includes them.'],
  version: 4,
  detect: (file): readonly ProgramFact[] =>
    file.path.endsWith('.conf') ? settingsIn(file) : /^\s*(?:[A-Z]+|->)\s/m.test(file.text) ? routesOf(file) : [],
});

/** What the settings of an application say of where it is served, and by which routes. Source: Play, Configuration. */
function settingsIn(file: TextFile): readonly ProgramFact[] {
  return settingsOf(file).flatMap((setting): readonly ProgramFact[] => {
    const value = /^"?([^"\s]+)"?$/.exec(setting.value)?.[1] ?? '';
    if (/^(?:play\.http|application)\.context$/.test(setting.name) && /^\/[\w./-]*$/.test(value)) {
      const start = setting.valueAt.column + (setting.value.startsWith('"') ? 1 : 0);
      const at = { ...setting.valueAt, column: start, endColumn: start + value.length };
      const prefix: Expr = { kind: 'text', at, value };
      return [{ kind: 'base-path', at, framework: FRAMEWORK, site: prefix, prefix, rules: RULES }];
    }
    const isRouter = /^(?:play\.http|application)\.router$/.test(setting.name) && /^[\w.]+$/.test(value);
    return isRouter && value !== 'router.Routes' ? routerSet(file, setting.valueAt, value) : [];
  });
}

/** `play.http.router = prod.Routes`: the routes of `prod.routes` are those of the application, in place of `routes`. */
function routerSet(file: TextFile, at: Expr['at'], router: string): readonly ProgramFact[] {
  const prefix: Expr = { kind: 'text', at, value: '/' };
  return [
    {
      kind: 'router-file',
      at,
      framework: FRAMEWORK,
      site: { kind: 'text', at, value: file.path },
      isRoot: true,
      rules: RULES,
    },
    mountOf(at, prefix, router),
  ];
}

const ROUTE = /^(\s*)(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)(\s+)(\S+)\s+@?([\w.$]+)\s*(?:\((.*))?$/;
const INCLUDE = /^(\s*->\s+)(\S+)\s+([\w.$]+)\s*$/;

function routesOf(file: TextFile): readonly ProgramFact[] {
  const isRoot = /(?:^|\/)routes$/.test(file.path);
  const start = file.locate(0, 0);
  const facts: ProgramFact[] = [
    {
      kind: 'router-file',
      at: start,
      framework: FRAMEWORK,
      site: { kind: 'text', at: start, value: file.path },
      isRoot,
      rules: RULES,
    },
  ];
  let offset = 0;
  for (const line of file.text.split('\n')) {
    const plain = line.replace(/\r$/, '');
    facts.push(...(routeIn(file, plain, offset) ?? includeIn(file, plain, offset) ?? []));
    offset += line.length + 1;
  }
  return facts;
}

/** `GET /users/:id controllers.Users.show(id: Long)`; `@` before the class makes it by injection. */
function routeIn(file: TextFile, line: string, offset: number): readonly ProgramFact[] | undefined {
  const found = ROUTE.exec(line);
  if (!found || line.length > 2_000) return undefined;
  const [, indent = '', method = '', blanks = '', path = '', action = '', given = ''] = found;
  const start = offset + indent.length + method.length + blanks.length;
  const at = file.locate(start, start + path.length);
  return [
    {
      kind: 'route',
      at,
      framework: FRAMEWORK,
      site: { kind: 'text', at, value: line },
      methods: METHODS.filter(one => one === method),
      path: { kind: 'text', at, value: path },
      chain: [actionOf(at, action)],
      rules: RULES,
      takes: queryOf(given, path),
    },
  ];
}

/**
 * `(id: Long, page: Int ?= 1, sort: Option[String])`: what is not in the path is in the query; what is given a fixed value is
 * not taken, and neither is the request. Source: Play, HTTP routing.
 */
function queryOf(given: string, path: string): readonly Taken[] {
  const inPath = new Set([...path.matchAll(/[:*$]([\w$]+)/g)].map(match => match[1]));
  return parametersIn(given).flatMap((parameter): readonly Taken[] => {
    const found = /^`?([\w$]+)`?(?:\s*:\s*([\w.[\], ]+?))?\s*(?:\?=.*)?$/.exec(parameter.trim());
    const [, name = '', type = ''] = found ?? [];
    if (!found || inPath.has(name) || /^(?:play\.mvc\.|play\.api\.mvc\.)?(?:Http\.)?Request(?:Header)?$/.test(type))
      return [];
    return [{ name, in: 'query', ...(type === '' ? {} : { type }) }];
  });
}

/** The parameters of a list, up to the bracket that closes it. */
function parametersIn(list: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let isText = false;
  let part = '';
  for (const sign of list) {
    if (sign === '"') isText = !isText;
    if (!isText) {
      if (sign === '[' || sign === '(') depth++;
      else if (sign === ']' || (sign === ')' && depth > 0)) depth--;
      else if (sign === ')') break;
      else if (sign === ',' && depth === 0) {
        parts.push(part);
        part = '';
        continue;
      }
    }
    part += sign;
  }
  return part.trim() === '' ? parts : [...parts, part];
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;

/** `controllers.Users.show`: a method of a class that is named with its package. */
function actionOf(at: Expr['at'], action: string): Expr {
  const dot = action.lastIndexOf('.');
  return methodNamed(at, action.slice(0, dot), action.slice(dot + 1));
}

/** `-> /admin admin.Routes`: the routes of `admin.routes`. */
function includeIn(file: TextFile, line: string, offset: number): readonly ProgramFact[] | undefined {
  const found = INCLUDE.exec(line);
  if (!found || line.length > 2_000) return undefined;
  const [, arrow = '', path = '', router = ''] = found;
  const start = offset + arrow.length;
  const at = file.locate(start, start + path.length);
  const prefix: Expr = { kind: 'text', at, value: path };
  return [mountOf(at, prefix, router)];
}

function mountOf(at: Expr['at'], prefix: Expr, router: string): ProgramFact {
  const name = router.replace(/\.Routes$/, '');
  return {
    kind: 'mount-file',
    at,
    framework: FRAMEWORK,
    site: prefix,
    prefix,
    names: [`conf/${name}.routes`, `${name}.routes`],
    // A router of the program, `-> /v1 v1.PostRouter`.
    ...(name === router && { otherwise: methodNamed(at, router, 'routes') }),
  };
}
