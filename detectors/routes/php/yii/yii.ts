import type { Method, NamedRules, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { ClassNode, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { visitNodes } from '../../../../src/core/program-nodes.ts';
import { isFrom, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { PHP_FILES, entryOf, itemsOf, namespaceOf, textAt, textsIn } from '../values.ts';
import { VERBS } from '../verbs.ts';

export const yii = defineDetector({
  id: 'yii',
  title: 'Yii 2',
  kind: 'framework',
  docs: 'https://www.yiiframework.com/doc/guide/2.0/en/runtime-routing',
  reads: 'php',
  files: PHP_FILES,
  words: ['urlManager', 'function action', 'ActiveController', "'as ", '"as '],
  emits: ['route', 'guard'],
  limits: [
    'Rules whose controller or action is a parameter are not listed; what they lead to is, by the names of controllers.',
    'Behaviours of the application and of modules leave authentication unknown; so do rules that ask a function.',
    'Controllers of modules are listed below the name of the module’s folder.',
  ],
  version: 1,
  detect: (file): readonly ProgramFact[] => [
    ...(file.text.includes('urlManager') || /['"]as \w/.test(file.text) ? rulesIn(file) : []),
    ...file.classes.flatMap(cls => actionsOf(file, cls)),
  ],
});

const NAMED: NamedRules = { guards: [], namespace: 'app\\controllers', harmlessBases: ['yii\\'], asks: 'yii' };
const RULES: RouterRules = { syntax: 'flask', guards: 'always', handlersDecide: 'by-refusing', named: NAMED };

/** `handler`: a class with its namespace and a method, or what stands for it. */
function routeOf(
  at: Expr['at'],
  methods: readonly Method[],
  path: string,
  handler: string | undefined,
): readonly ProgramFact[] {
  return [
    {
      kind: 'route',
      at,
      framework: 'yii',
      site: textAt(at, path),
      rules: RULES,
      methods,
      path: textAt(at, path),
      chain: [
        handler === undefined
          ? { kind: 'unknown', at, text: 'a controller that is not named here', parts: [] }
          : textAt(at, handler),
      ],
    },
  ];
}

/** Where the controllers of an application are. */
type Place = { readonly namespace: string | undefined };

/** `PostController::actionViewAll` for `post/view-all`; of a module, below its namespace. Source: Yii, Controllers (Routes). */
function handlerOf(route: string, { namespace }: Place): string | undefined {
  const parts = route.replace(/^\//, '').split('/');
  const action = parts.pop();
  const controller = parts.pop();
  if (action === undefined || controller === undefined || !/^[\w-]+$/.test(`${action}${controller}`)) return undefined;
  const member = `${camelized(controller)}Controller::action${camelized(action)}`;
  const [module, ...folders] = parts;
  if (module === undefined) return namespace === undefined ? member : `\\${namespace}\\${member}`;
  const root = (namespace ?? 'app\\controllers').replace(/\\controllers$/, '');
  const below = folders.map(folder => `${folder}\\`).join('');
  return `\\${root}\\modules\\${module}\\controllers\\${below}${member}`;
}

function camelized(id: string): string {
  return id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** `'urlManager' => ['rules' => ['GET posts/<id:\d+>' => 'post/view']]`, wherever it stands in settings. */
function rulesIn(file: ProgramFile): readonly ProgramFact[] {
  const found: ProgramFact[] = [];
  let place: Place = { namespace: undefined };
  const look = (value: Expr, depth: number): void => {
    if (depth > 6 || value.kind !== 'record') return;
    const given = entryOf(value, 'controllerNamespace');
    if (given?.kind === 'text') place = { namespace: given.value.replace(/^\\|\\$/g, '') };
    for (const entry of value.entries) {
      if (entry.kind !== 'entry') continue;
      if (entry.key === 'urlManager')
        found.push(...itemsWithKeys(entryOf(entry.value, 'rules')).flatMap(rule => ruleFacts(rule, place)));
      else if (/^as \w/.test(entry.key) && depth === 0) found.push(...behaviour(entry.value));
      else look(entry.value, depth + 1);
    }
  };
  for (const statement of file.module.body)
    if ((statement.kind === 'return' || statement.kind === 'assign') && statement.value) look(statement.value, 0);
  return found;
}

/** `'as access' => ['class' => X::class]`: a behaviour of the application, which may ask who calls. Source: Yii, Behaviors. */
function behaviour(value: Expr): readonly ProgramFact[] {
  const cls = entryOf(value, 'class') ?? value;
  const name = cls.kind === 'text' || cls.kind === 'name' ? (cls.kind === 'text' ? cls.value : cls.name) : '';
  if (name !== '' && !/auth|access|login|guest|rbac|acl/i.test(name)) return [];
  const what = { kind: 'unknown' as const, at: cls.at, text: 'a behaviour of the application', parts: [] };
  return [{ kind: 'guard', at: cls.at, framework: 'yii', site: cls, rules: RULES, guards: [what] }];
}

type Item = { readonly key: string | undefined; readonly at: Expr['at']; readonly value: Expr };

function itemsWithKeys(rules: Expr | undefined): readonly Item[] {
  if (rules?.kind === 'list') return rules.items.map(value => ({ key: undefined, at: value.at, value }));
  if (rules?.kind !== 'record') return [];
  return rules.entries.flatMap((entry): readonly Item[] => {
    if (entry.kind !== 'entry') return [];
    return [{ key: /^\d+$/.test(entry.key) ? undefined : entry.key, at: entry.keyAt, value: entry.value }];
  });
}

/** Source: Yii, `yii\web\UrlManager::$rules`; `yii\rest\UrlRule`. */
function ruleFacts({ key, at, value }: Item, place: Place): readonly ProgramFact[] {
  const target = value.kind === 'text' ? value : entryOf(value, 'route');
  const handler = target?.kind === 'text' ? handlerOf(target.value, place) : undefined;
  if (key !== undefined) {
    const [, verbs = '', pattern = ''] = /^((?:(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS),?)*)\s*(.*)$/.exec(key) ?? [];
    return isFixed(pattern) ? routeOf(at, methodsIn(verbs.split(',')), templateOf(pattern), handler) : [];
  }
  const pattern = entryOf(value, 'pattern');
  if (pattern?.kind === 'text')
    return isFixed(pattern.value)
      ? routeOf(pattern.at, methodsIn(textsIn(entryOf(value, 'verb'))), templateOf(pattern.value), handler)
      : [];
  return restRules(value, place);
}

/** Rules that lead to one action; others stand for whatever controllers there are. */
function isFixed(pattern: string): boolean {
  return !/<(?:controller|action|module)\b/.test(pattern);
}

function methodsIn(words: readonly string[]): readonly Method[] {
  const methods = words.flatMap(word => VERBS.get(word.trim().toLowerCase()) ?? []);
  return methods.length > 0 ? methods : ['ANY'];
}

/** `<id:\d+>` is a parameter, whatever its pattern. */
function templateOf(pattern: string): string {
  return pattern.replace(/<([\w.-]+)(?::[^<>]*)?>/g, '<$1>').replace(/^https?:\/\/[^/]*/, '');
}

type Action = readonly [member: string, methods: readonly Method[], isItem: boolean];

/** Where GET is answered, so is HEAD, as everywhere. Source: `yii\\rest\\ActiveController::verbs`. */
const REST: readonly Action[] = [
  ['index', ['GET'], false],
  ['create', ['POST'], false],
  ['view', ['GET'], true],
  ['update', ['PUT', 'PATCH'], true],
  ['delete', ['DELETE'], true],
];

const OPTIONS: Action = ['options', ['OPTIONS'], false];

function restRules(rule: Expr, place: Place): readonly ProgramFact[] {
  const controllers = entryOf(rule, 'controller');
  if (!controllers) return [];
  const prefix = entryOf(rule, 'prefix');
  const before = prefix?.kind === 'text' ? `${templateOf(prefix.value)}/` : '';
  const isPlural = !isFalse(entryOf(rule, 'pluralize'));
  const [only, except] = [textsIn(entryOf(rule, 'only')), textsIn(entryOf(rule, 'except'))];
  const extra = itemsWithKeys(entryOf(rule, 'extraPatterns'));
  return namesOf(controllers).flatMap(({ at, name }) => {
    const base = `${before}${isPlural && !name.isPath ? plural(name.text) : name.text}`;
    const usual = REST.filter(([member]) => (only.length === 0 || only.includes(member)) && !except.includes(member));
    return [
      ...usual.flatMap(([member, methods, isItem]) =>
        routeOf(at, methods, `${base}${isItem ? '/<id>' : ''}`, handlerOf(`${name.controller}/${member}`, place)),
      ),
      ...extra.flatMap(({ key, at: where, value: action }) => {
        const [, verbs = '', pattern = ''] = /^((?:[A-Z]+,?)*)\s*(.*)$/.exec(key ?? '') ?? [];
        return key === undefined
          ? []
          : routeOf(
              where,
              methodsIn(verbs.split(',')),
              `${base}/${pattern.replace(/\{(\w+)\}/g, '<$1>')}`,
              action.kind === 'text' ? handlerOf(`${name.controller}/${action.value}`, place) : undefined,
            );
      }),
    ];
  });
}

function isFalse(value: Expr | undefined): boolean {
  return value?.kind === 'boolean' && !value.value;
}

type Named = {
  readonly at: Expr['at'];
  readonly name: { readonly text: string; readonly isPath: boolean; readonly controller: string };
};

/** `'user'`, `['user', 'v1/post']`, `['u' => 'user']`, where the key is what stands in the path. */
function namesOf(controllers: Expr): readonly Named[] {
  if (controllers.kind === 'record')
    return itemsWithKeys(controllers).flatMap(({ key, at, value }): readonly Named[] => {
      const controller = value.kind === 'text' ? value.value : '';
      if (key !== undefined) return [{ at, name: { text: key, isPath: true, controller } }];
      return controller === '' ? [] : [{ at: value.at, name: { text: controller, isPath: false, controller } }];
    });
  return itemsOf(controllers).flatMap(item =>
    item.kind === 'text' ? [{ at: item.at, name: { text: item.value, isPath: false, controller: item.value } }] : [],
  );
}

function plural(word: string): string {
  if (/(?:s|x|z|ch|sh)$/.test(word)) return `${word}es`;
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`;
}

const WEB: readonly (readonly [module: string, name: string])[] = [
  ['yii\\web', 'Controller'],
  ['yii\\rest', 'Controller'],
  ['yii\\rest', 'ActiveController'],
];

/** Actions of controllers, by the names of class and method. Source: Yii, Controllers (Routes, Controller IDs, Action IDs). */
function actionsOf(file: ProgramFile, cls: ClassNode): readonly ProgramFact[] {
  const base = cls.extends && file.originOf(cls.extends);
  const kind = WEB.find(([module, name]) => isFrom(base, module, name));
  const word = /^(\w+)Controller$/.exec(cls.name ?? '')?.[1];
  const isOne = kind ?? isOfTree(file, cls);
  if (!isOne || word === undefined || cls.isAbstract) return [];
  const start = `${moduleOf(file.path)}${dashed(word)}`;
  const full = `\\${namespaceOf(file)}\\${cls.name ?? ''}`;
  const verbs = verbsIn(cls);
  const own = cls.members.flatMap(member =>
    member.kind === 'method' && !member.isStatic && !member.isHidden && /^action[A-Z]/.test(member.name)
      ? [member]
      : [],
  );
  const isActive = kind?.[1] === 'ActiveController';
  const usual = isActive
    ? [...REST, OPTIONS].filter(([member]) => !own.some(one => one.name === memberName(member)))
    : [];
  return [
    ...usual.flatMap(([member, methods]) =>
      routeOf(cls.nameAt, methods, `${start}/${member}`, `${full}::${memberName(member)}`),
    ),
    ...own.flatMap((member): readonly ProgramFact[] => {
      const id = dashed(member.name.slice('action'.length));
      return routeOf(member.nameAt, verbs(id), `${start}/${id}`, `${full}::${member.name}`);
    }),
  ];
}

function memberName(id: string): string {
  return `action${camelized(id)}`;
}

/** A controller among others that derives from one of the tree: `class PostController extends BaseController`. */
function isOfTree(file: ProgramFile, cls: ClassNode): boolean {
  if (!/(?:^|\/)controllers\//.test(file.path) || cls.extends?.kind !== 'name') return false;
  if (/\byii\\console\b/.test(file.text) || /(?:^|\\)console\\/.test(namespaceOf(file))) return false;
  return cls.extends.name.endsWith('Controller') && !/(?:^|\\)yii\\/.test(file.originOf(cls.extends)?.module ?? '');
}

/** Methods that a verb filter of the class lets through, by action. Source: `yii\filters\VerbFilter::$actions`. */
function verbsIn(cls: ClassNode): (action: string) => readonly Method[] {
  const actions: Expr[] = [];
  for (const member of cls.members)
    if (member.kind === 'method' && (member.name === 'behaviors' || member.name === 'verbs'))
      visitNodes(member.fn.body, node => {
        if (node.kind !== 'record') return;
        const given = entryOf(node, 'actions');
        const named = entryOf(node, 'class');
        if (given && named?.kind === 'name' && /(?:^|\\)VerbFilter$/.test(named.name)) actions.push(given);
        if (member.name === 'verbs') actions.push(node);
      });
  return action => {
    for (const one of actions) {
      const words = textsIn(entryOf(one, action) ?? entryOf(one, '*'));
      if (words.length > 0) return methodsIn(words);
    }
    return ['ANY'];
  };
}

/** `modules/admin/controllers/x/YController.php` is `admin/x/y`. */
function moduleOf(path: string): string {
  const module = /(?:^|\/)modules\/([\w-]+)\/(?:[\w-]+\/)?controllers\//.exec(path)?.[1];
  const folder = /(?:^|\/)controllers\/((?:[\w-]+\/)*)\w+\.php$/.exec(path)?.[1] ?? '';
  return `${module === undefined ? '' : `${module}/`}${folder}`;
}

/** `blog-post` for `BlogPost`. */
function dashed(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}
