/** Actions of controllers, by annotations and by their names. Sources: Phalcon, Routing (Annotations Router, Default Behavior), Controllers. */
import type { Method, NamedRules, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { ClassNode, Expr } from '../../../../src/core/program.ts';
import { isFrom, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { entryOf, namespaceOf, textAt } from '../values.ts';
import { VERBS } from '../verbs.ts';

const NAMED: NamedRules = { guards: [], namespace: '', harmlessBases: ['Phalcon\\'], asks: 'phalcon' };
export const PHALCON_RULES: RouterRules = {
  syntax: 'braces',
  guards: 'always',
  handlersDecide: 'by-refusing',
  named: NAMED,
};

/** An application whose router knows nothing but what it is told. */
export const ONLY_OWN = 'phalcon-without-defaults';

export const UNFOLLOWED = 'events and controllers of Phalcon say who may call, and are not followed';

/** `'Products::edit'`, `['controller' => 'products', 'action' => 'edit', 'namespace' => 'App\Controllers']` */
export function handlerOf(target: Expr | undefined): Expr | undefined {
  if (target?.kind === 'text') {
    const [cls, action] = target.value.split('::');
    return cls && action ? textAt(target.at, `${camelized(cls)}Controller::${action}Action`) : undefined;
  }
  const controller = entryOf(target, 'controller');
  const action = entryOf(target, 'action');
  if (!target || controller?.kind !== 'text' || action?.kind !== 'text') return undefined;
  const namespace = entryOf(target, 'namespace');
  const before = namespace?.kind === 'text' ? `\\${namespace.value.replace(/^\\|\\$/g, '')}\\` : '';
  return textAt(target.at, `${before}${camelized(controller.value)}Controller::${action.value}Action`);
}

function camelized(name: string): string {
  return name.replace(/(?:^|[-_])([a-zA-Z])/g, (_, letter: string) => letter.toUpperCase());
}

export function controllerFacts(file: ProgramFile): readonly ProgramFact[] {
  return file.classes.flatMap(cls => {
    const word = /^(\w+)Controller$/.exec(cls.name ?? '')?.[1];
    if (word === undefined || cls.isAbstract || !isController(file, cls)) return [];
    const annotated = annotatedRoutes(file, cls);
    return annotated ?? namedRoutes(file, cls, word);
  });
}

/** Classes of the framework, and what applications put between by habit. */
function isController(file: ProgramFile, cls: ClassNode): boolean {
  if (!cls.extends) return false;
  const origin = file.originOf(cls.extends);
  if (isFrom(origin, 'Phalcon\\Mvc', 'Controller')) return true;
  return (
    cls.extends.kind === 'name' &&
    /(?:^|\\)(?:Controller|Base|Abstract)\w*$/.test(cls.extends.name) &&
    /(?:^|\/)[cC]ontrollers?\//.test(file.path) &&
    /\bPhalcon\\/.test(file.text)
  );
}

const ANNOTATION = /@(Get|Post|Put|Patch|Delete|Options|Route)\(\s*["']([^"'\n]*)["']([^)\n]*)/g;

/** `@RoutePrefix('/api')` above a class, `@Get('/{id}')` above its actions; undefined where there are none. */
function annotatedRoutes(file: ProgramFile, cls: ClassNode): readonly ProgramFact[] | undefined {
  const prefix = /@RoutePrefix\(\s*["']([^"'\n]*)["']/.exec(cls.doc)?.[1];
  const routes = cls.members.flatMap(member =>
    member.kind !== 'method' || !member.name.endsWith('Action')
      ? []
      : [...member.fn.doc.matchAll(ANNOTATION)].flatMap(([, word = '', path = '', rest = '']) =>
          routeOf(file, cls, member, { path: `${prefix ?? ''}${path}`, methods: methodsIn(word, rest) }),
        ),
  );
  return prefix === undefined && routes.length === 0 ? undefined : routes;
}

/** `@Route('/save', methods={'POST', 'PUT'})` */
function methodsIn(word: string, rest: string): readonly Method[] {
  const own = VERBS.get(word.toLowerCase());
  if (own) return [own];
  const listed = /\bmethods\s*=\s*(.*)/.exec(rest)?.[1] ?? '';
  const methods = [...listed.matchAll(/["'](\w+)["']/g)].flatMap(
    ([, verb = '']) => VERBS.get(verb.toLowerCase()) ?? [],
  );
  return methods.length > 0 ? methods : ['ANY'];
}

/** `/users/show/{id}` for `UsersController::showAction($id)`, unless the router has no routes of its own. */
function namedRoutes(file: ProgramFile, cls: ClassNode, word: string): readonly ProgramFact[] {
  const controller = underscored(word);
  return cls.members.flatMap(member => {
    const action = member.kind === 'method' ? /^(\w+)Action$/.exec(member.name)?.[1] : undefined;
    if (member.kind !== 'method' || action === undefined || member.isStatic || member.isHidden) return [];
    const places = member.fn.parameters.flatMap(({ pattern }) =>
      pattern.kind === 'name' ? [`/{${pattern.name}${pattern.byDefault ? '?' : ''}}`] : [],
    );
    const isIndex = action === 'index' && places.length === 0;
    const start = isIndex && controller === 'index' ? '' : `/${controller}`;
    const path = `${start}${isIndex ? '' : `/${action}`}${places.join('')}`;
    return routeOf(file, cls, member, { path: path === '' ? '/' : path, methods: ['ANY'], unless: ONLY_OWN });
  });
}

function underscored(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}

type Action = Extract<ClassNode['members'][number], { kind: 'method' }>;

type Served = { readonly path: string; readonly methods: readonly Method[]; readonly unless?: string };

function routeOf(
  file: ProgramFile,
  cls: ClassNode,
  { name, nameAt }: Action,
  { path, methods, unless }: Served,
): readonly ProgramFact[] {
  const guard = textAt(nameAt, 'events and controllers');
  return [
    { kind: 'guard-kind', at: nameAt, framework: 'phalcon', site: guard, effect: 'unknown', why: UNFOLLOWED },
    {
      kind: 'route',
      at: nameAt,
      framework: 'phalcon',
      site: textAt(nameAt, path),
      rules: PHALCON_RULES,
      methods,
      path: textAt(nameAt, path),
      chain: [textAt(nameAt, `\\${namespaceOf(file)}\\${cls.name ?? ''}::${name}`.replace(/^\\+/, '\\'))],
      guards: [guard],
      ...(unless !== undefined && { unless }),
    },
  ];
}
