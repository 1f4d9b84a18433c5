import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { ClassNode, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { PHP_FILES, entryOf, itemsOf, noHandler, textAt, textsIn } from '../values.ts';
import { VERBS } from '../verbs.ts';

export const yii = defineDetector({
  id: 'yii',
  title: 'Yii 2',
  kind: 'framework',
  docs: 'https://www.yiiframework.com/doc/guide/2.0/en/runtime-routing',
  reads: 'php',
  files: PHP_FILES,
  words: ['urlManager', 'yii\\web', 'yii\\rest'],
  emits: ['route', 'guard-kind'],
  limits: [
    'Rules whose controller or action is a parameter are not listed; what they lead to is, by the names of controllers.',
    'Behaviours of controllers, which say who may call, are not followed: authentication is unknown.',
    'Controllers of modules are listed below the name of the module’s folder.',
  ],
  version: 1,
  detect: (file): readonly ProgramFact[] => [
    ...(file.text.includes('urlManager') ? rulesIn(file) : []),
    ...file.classes.flatMap(cls => actionsOf(file, cls)),
  ],
});

const RULES: RouterRules = { syntax: 'flask', guards: 'always' };

/** Who may call is said by behaviours of the controller. */
function routeOf(at: Expr['at'], methods: readonly Method[], path: string): readonly ProgramFact[] {
  const guard = textAt(at, 'behaviours of the controller');
  return [
    {
      kind: 'guard-kind',
      at,
      framework: 'yii',
      site: guard,
      effect: 'unknown',
      why: 'behaviours of controllers say who may call, and are not followed',
    },
    {
      kind: 'route',
      at,
      framework: 'yii',
      site: textAt(at, path),
      rules: RULES,
      methods,
      path: textAt(at, path),
      chain: [noHandler(at)],
      guards: [guard],
    },
  ];
}

/** `'urlManager' => ['rules' => ['GET posts/<id:\d+>' => 'post/view']]`, wherever it stands in settings. */
function rulesIn(file: ProgramFile): readonly ProgramFact[] {
  const found: ProgramFact[] = [];
  const look = (value: Expr, depth: number): void => {
    if (depth > 6 || value.kind !== 'record') return;
    for (const entry of value.entries) {
      if (entry.kind !== 'entry') continue;
      if (entry.key === 'urlManager') found.push(...itemsWithKeys(entryOf(entry.value, 'rules')).flatMap(ruleFacts));
      else look(entry.value, depth + 1);
    }
  };
  for (const statement of file.module.body)
    if ((statement.kind === 'return' || statement.kind === 'assign') && statement.value) look(statement.value, 0);
  return found;
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
function ruleFacts({ key, at, value }: Item): readonly ProgramFact[] {
  if (key !== undefined) {
    const [, verbs = '', pattern = ''] = /^((?:(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS),?)*)\s*(.*)$/.exec(key) ?? [];
    return isFixed(pattern) ? routeOf(at, methodsIn(verbs.split(',')), templateOf(pattern)) : [];
  }
  const pattern = entryOf(value, 'pattern');
  if (pattern?.kind === 'text')
    return isFixed(pattern.value)
      ? routeOf(pattern.at, methodsIn(textsIn(entryOf(value, 'verb'))), templateOf(pattern.value))
      : [];
  return restRules(value);
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

const REST: readonly Action[] = [
  ['index', ['GET', 'HEAD'], false],
  ['create', ['POST'], false],
  ['view', ['GET', 'HEAD'], true],
  ['update', ['PUT', 'PATCH'], true],
  ['delete', ['DELETE'], true],
];

const OPTIONS: Action = ['options', ['OPTIONS'], false];

function restRules(rule: Expr): readonly ProgramFact[] {
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
      ...usual.flatMap(([, methods, isItem]) => routeOf(at, methods, `${base}${isItem ? '/<id>' : ''}`)),
      ...extra.flatMap(({ key, at: place }) => {
        const [, verbs = '', pattern = ''] = /^((?:[A-Z]+,?)*)\s*(.*)$/.exec(key ?? '') ?? [];
        return key === undefined
          ? []
          : routeOf(place, methodsIn(verbs.split(',')), `${base}/${pattern.replace(/\{(\w+)\}/g, '<$1>')}`);
      }),
    ];
  });
}

function isFalse(value: Expr | undefined): boolean {
  return value?.kind === 'boolean' && !value.value;
}

type Named = { readonly at: Expr['at']; readonly name: { readonly text: string; readonly isPath: boolean } };

/** `'user'`, `['user', 'v1/post']`, `['u' => 'user']`, where the key is what stands in the path. */
function namesOf(controllers: Expr): readonly Named[] {
  if (controllers.kind === 'record')
    return itemsWithKeys(controllers).flatMap(({ key, at, value }): readonly Named[] => {
      if (key !== undefined) return [{ at, name: { text: key, isPath: true } }];
      return value.kind === 'text' ? [{ at: value.at, name: { text: value.value, isPath: false } }] : [];
    });
  return itemsOf(controllers).flatMap(item =>
    item.kind === 'text' ? [{ at: item.at, name: { text: item.value, isPath: false } }] : [],
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
  if (!kind || word === undefined || cls.isAbstract) return [];
  const start = `${moduleOf(file.path)}${dashed(word)}`;
  const isActive = kind[1] === 'ActiveController';
  return [
    ...(isActive
      ? [...REST, OPTIONS].flatMap(([member, methods]) => routeOf(cls.nameAt, methods, `${start}/${member}`))
      : []),
    ...cls.members.flatMap((member): readonly ProgramFact[] => {
      const action = member.kind === 'method' ? /^action([A-Z]\w*)$/.exec(member.name)?.[1] : undefined;
      if (member.kind !== 'method' || action === undefined || member.isStatic) return [];
      return routeOf(member.nameAt, ['ANY'], `${start}/${dashed(action)}`);
    }),
  ];
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
