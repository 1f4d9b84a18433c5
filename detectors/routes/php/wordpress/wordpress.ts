import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { PHP_FILES, entryOf, isFunction, itemsOf, noHandler, textAt } from '../values.ts';
import { VERBS } from '../verbs.ts';

export const wordpress = defineDetector({
  id: 'wordpress',
  title: 'REST API and AJAX of WordPress',
  kind: 'framework',
  docs: 'https://developer.wordpress.org/rest-api/extending-the-rest-api/adding-custom-endpoints/',
  reads: 'php',
  files: PHP_FILES,
  words: ['register_rest_route', 'wp_ajax_', 'admin_post_'],
  emits: ['route', 'guard-kind', 'decision'],
  limits: [
    'A site may serve its REST API elsewhere than below `/wp-json`.',
    'Permissions that a function of another file decides leave authentication unknown.',
  ],
  version: 1,
  detect: file => file.calls.flatMap(site => [...restRoutes(file, site), ...actions(file, site)]),
});

const RULES: RouterRules = { syntax: 'wordpress', guards: 'always' };

function restRoutes(file: ProgramFile, { call }: CallSite): readonly ProgramFact[] {
  const [namespace, route, options] = call.args;
  if (!isFunction(file, call, 'register_rest_route') || !namespace || !route || !options) return [];
  const at = route.at;
  const path: Expr = { kind: 'concat', at, parts: [textAt(at, '/wp-json/'), namespace, textAt(at, '/'), route] };
  return endpointsIn(options).flatMap(endpoint => {
    const guard = permission(entryOf(endpoint, 'permission_callback'), endpoint);
    const takes = namesIn(entryOf(endpoint, 'args'));
    return [
      ...guard.facts,
      {
        kind: 'route' as const,
        at,
        framework: 'wordpress',
        site: call,
        implicit: { otherwise: 'root' as const, rules: RULES },
        methods: methodsOf(entryOf(endpoint, 'methods')),
        path,
        chain: [handlerOf(entryOf(endpoint, 'callback'), at)],
        ...(guard.expr && { guards: [guard.expr] }),
        ...(takes.length > 0 && { takes: takes.map(name => ({ name, in: 'sent' as const })) }),
      },
    ];
  });
}

/** `'args' => ['page' => ['type' => 'integer']]` */
function namesIn(args: Expr | undefined): readonly string[] {
  if (args?.kind !== 'record') return [];
  return args.entries.flatMap(entry => (entry.kind === 'entry' && !/^\d+$/.test(entry.key) ? [entry.key] : []));
}

function handlerOf(callback: Expr | undefined, at: Expr['at']): Expr {
  return (callback && functionOf(callback)) ?? noHandler(at);
}

/** One endpoint, or several of one path. */
function endpointsIn(options: Expr): readonly Expr[] {
  if (options.kind === 'record' && (entryOf(options, 'callback') || entryOf(options, 'methods'))) return [options];
  const inner = itemsOf(options).filter(item => entryOf(item, 'callback') !== undefined);
  return inner.length > 0 ? inner : [options];
}

const CONSTANTS: ReadonlyMap<string, readonly Method[]> = new Map<string, readonly Method[]>([
  ['READABLE', ['GET']],
  ['CREATABLE', ['POST']],
  ['EDITABLE', ['POST', 'PUT', 'PATCH']],
  ['DELETABLE', ['DELETE']],
  ['ALLMETHODS', ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']],
]);

/** `'GET, POST'`, `WP_REST_Server::EDITABLE`, lists of these; `GET` where nothing is said. */
function methodsOf(methods: Expr | undefined): readonly Method[] | Expr {
  if (!methods) return ['GET'];
  const found = itemsOf(methods).map((item): readonly Method[] | undefined => {
    if (item.kind === 'member') return CONSTANTS.get(item.name);
    if (item.kind !== 'text') return undefined;
    return item.value.split(/[\s,|]+/).flatMap(word => VERBS.get(word.toLowerCase()) ?? []);
  });
  return found.every(one => one !== undefined) ? found.flat() : methods;
}

type Permission = { readonly expr?: Expr; readonly facts: readonly ProgramFact[] };

/** Who may call is what a function answers; without one, everybody. Source: REST API Handbook, Permissions Callback. */
function permission(callback: Expr | undefined, endpoint: Expr): Permission {
  const isWhole = endpoint.kind === 'record' && endpoint.entries.every(entry => entry.kind === 'entry');
  const at = callback?.at ?? endpoint.at;
  if (!callback) return isWhole ? { facts: [] } : known(at, 'unknown', 'what the route is given could not be told');
  if (callback.kind === 'text') {
    if (callback.value === '__return_true') return { facts: [] };
    if (callback.value === '__return_false') return known(at, 'required', 'nobody may call it');
    if (callback.value === 'is_user_logged_in')
      return known(at, 'required', 'WordPress asks for a user who is logged in');
  }
  const by = functionOf(callback);
  if (!by) return known(at, 'unknown', 'the function that decides could not be followed');
  const site = textAt(at, 'permission_callback');
  return { expr: site, facts: [{ kind: 'decision', at, framework: 'wordpress', site, by, about: 'request' }] };
}

/** `'name'`, `[$this, 'name']`, `'Class::name'`, and functions themselves. */
function functionOf(callback: Expr): Expr | undefined {
  const { at } = callback;
  if (callback.kind === 'function' || callback.kind === 'member') return callback;
  if (callback.kind === 'text')
    return /^\w+$/.test(callback.value) ? { kind: 'name', at, name: `\\${callback.value}` } : undefined;
  if (callback.kind !== 'list') return undefined;
  const [of, name] = callback.items;
  if (!of || name?.kind !== 'text' || of.kind === 'text') return undefined;
  return { kind: 'member', at, of, name: name.value, nameAt: name.at };
}

function known(at: Expr['at'], effect: 'required' | 'unknown', why: string): Permission {
  const expr = textAt(at, 'permission_callback');
  return {
    expr,
    facts: [
      {
        kind: 'guard-kind',
        at,
        framework: 'wordpress',
        site: expr,
        effect,
        ...(effect === 'required' && { mechanism: 'session' as const }),
        why,
      },
    ],
  };
}

/**
 * `add_action('wp_ajax_save', f)`, which answers those who are logged in, and `wp_ajax_nopriv_save`, which answers others.
 * Source: Plugin Handbook, AJAX; `admin-post.php`.
 */
function actions(file: ProgramFile, { call }: CallSite): readonly ProgramFact[] {
  const [hook, callback] = call.args;
  if (!isFunction(file, call, 'add_action') || hook?.kind !== 'text' || !callback) return [];
  const match = /^(wp_ajax|admin_post)_(nopriv_)?([\w.-]+)$/.exec(hook.value);
  if (!match) return [];
  const [, kind = '', isOpen, action = ''] = match;
  const { at } = hook;
  const guard = isOpen ? { facts: [] } : known(at, 'required', 'WordPress calls it for users who are logged in');
  // The one for strangers says that everybody is answered.
  const isAlsoOpen = !isOpen && file.text.includes(`${kind}_nopriv_${action}`);
  return [
    ...guard.facts,
    {
      kind: 'route',
      at,
      framework: 'wordpress',
      site: call,
      implicit: { otherwise: 'root', rules: RULES },
      methods: ['GET', 'POST'],
      path: textAt(at, `/wp-admin/${kind === 'wp_ajax' ? 'admin-ajax' : 'admin-post'}.php?action=${action}`),
      chain: [handlerOf(callback, at)],
      // WordPress looks for the action in `$_REQUEST`; here it is in the address.
      takes: [{ name: 'action', in: 'query' }],
      ...('expr' in guard && guard.expr && !isAlsoOpen && { guards: [guard.expr] }),
    },
  ];
}
