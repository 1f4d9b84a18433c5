/** Actions of controllers, by the names of class and method, and the classes that routes name. Source: CakePHP, Controllers; Routing (Fallbacks). */
import type { NamedRules, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { ClassNode, Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { entryOf, namespaceOf, textAt } from '../values.ts';

const NAMED: NamedRules = {
  guards: [],
  namespace: 'App\\Controller',
  harmlessBases: ['Cake\\', 'Psr\\'],
  asks: 'cakephp',
};
export const CAKEPHP_RULES: RouterRules = {
  syntax: 'braces',
  guards: 'always',
  handlersDecide: 'by-refusing',
  named: NAMED,
};

/** Routes that lead to whatever controllers there are, below a prefix of controllers. */
const FALLBACKS = 'cakephp-fallbacks';

/** `['controller' => 'Articles', 'action' => 'view', 'prefix' => 'Admin']`, `'Admin/Articles::view'`. */
export function handlerOf(target: Expr | undefined): Expr | undefined {
  if (target?.kind === 'text') {
    const [cls, action] = target.value.split('::');
    return cls && action ? textAt(target.at, `${cls.replaceAll('/', '\\')}Controller::${action}`) : undefined;
  }
  const controller = entryOf(target, 'controller');
  const action = entryOf(target, 'action');
  if (!target || controller?.kind !== 'text' || (action && action.kind !== 'text') || entryOf(target, 'plugin'))
    return undefined;
  const prefix = entryOf(target, 'prefix');
  if (prefix && prefix.kind !== 'text') return undefined;
  const before = prefix ? `${prefix.value.replaceAll('/', '\\')}\\` : '';
  return textAt(controller.at, `${before}${camelized(controller.value)}Controller::${action?.value ?? 'index'}`);
}

/** `BlogPosts` for `blog-posts`. */
export function camelized(name: string): string {
  return name.replace(/(?:^|[-_])([a-zA-Z])/g, (_, letter: string) => letter.toUpperCase());
}

/** `$builder->fallbacks()`, in the scope of the root or of a prefix. */
export function fallbackFacts(site: CallSite, sites: readonly CallSite[]): readonly ProgramFact[] {
  const around = site.inside.map(fn =>
    sites.find(({ call }) => call.args.some(arg => arg.kind === 'function' && arg.fn === fn)),
  );
  const prefixes = around.flatMap(one => {
    const [first] = one?.call.args ?? [];
    return one?.name === 'prefix' && first?.kind === 'text' ? [camelized(first.value.replace(/^\/+/, ''))] : [];
  });
  const isPlain = around.every(one => {
    const [first] = one?.call.args ?? [];
    return !one || one.name === 'prefix' || (one.name === 'scope' && first?.kind === 'text' && first.value === '/');
  });
  if (!isPlain) return [];
  const what = `${FALLBACKS}:${prefixes.toReversed().join('/')}`;
  return [{ kind: 'enables', at: site.call.nameAt, framework: 'cakephp', site: textAt(site.call.nameAt, what), what }];
}

/** Methods that the framework calls by itself. */
const HOOKS: ReadonlySet<string> = new Set([
  'initialize',
  'beforeFilter',
  'beforeRender',
  'beforeRedirect',
  'afterFilter',
  'implementedEvents',
  'viewClasses',
  'startupProcess',
  'shutdownProcess',
  'isAuthorized',
]);

/** `/articles/view/{id}` for `ArticlesController::view($id)`, where fallbacks lead there. */
export function actionFacts(file: ProgramFile): readonly ProgramFact[] {
  const folder = /(?:^|\/)src\/Controller\/((?:\w+\/)*)\w+Controller\.php$/.exec(file.path)?.[1];
  if (folder === undefined) return [];
  const namespace = namespaceOf(file);
  const prefix = folder.replace(/\/$/, '');
  return file.classes.flatMap(cls => actionsOf(cls, prefix, namespace));
}

function actionsOf(cls: ClassNode, prefix: string, namespace: string): readonly ProgramFact[] {
  const word = /^(\w+)Controller$/.exec(cls.name ?? '')?.[1];
  if (word === undefined || word === 'App' || word === 'Error' || cls.isAbstract || !cls.extends) return [];
  const before = prefix === '' ? '' : `/${prefix.split('/').map(dashed).join('/')}`;
  return cls.members.flatMap((member): readonly ProgramFact[] => {
    if (member.kind !== 'method' || member.isStatic || member.isHidden || member.name.startsWith('_')) return [];
    if (HOOKS.has(member.name)) return [];
    const places = member.fn.parameters.flatMap(({ pattern }) =>
      pattern.kind === 'name' && !/^(?:[A-Z]|\\)/.test(pattern.type?.name ?? '')
        ? [`/{${pattern.name}${pattern.byDefault ? '?' : ''}}`]
        : [],
    );
    const action = member.name === 'index' && places.length === 0 ? '' : `/${dashed(member.name)}`;
    const path = `${before}/${dashed(word)}${action}${places.join('')}`;
    return [
      {
        kind: 'route',
        at: member.nameAt,
        framework: 'cakephp',
        site: textAt(member.nameAt, path),
        rules: CAKEPHP_RULES,
        methods: ['ANY'],
        path: textAt(member.nameAt, path),
        chain: [textAt(member.nameAt, `\\${namespace}\\${cls.name ?? ''}::${member.name}`)],
        needs: [`${FALLBACKS}:${prefix}`],
      },
    ];
  });
}

/** `blog-posts` for `BlogPosts`. */
export function dashed(name: string): string {
  return name
    .replace(/^\/+/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();
}
