import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { ClassNode } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { PHP_FILES, textAt } from '../values.ts';

export const magentoPages = defineDetector({
  id: 'magento-pages',
  title: 'Magento pages',
  kind: 'framework',
  docs: 'https://developer.adobe.com/commerce/php/development/components/routing/',
  reads: 'php',
  files: PHP_FILES,
  words: ['function execute'],
  emits: ['mark', 'guard-kind', 'class-prefix'],
  limits: [
    'A class that takes its interfaces from a base of the tree answers every method.',
    'Plugins and observers, which may refuse callers, are not followed.',
  ],
  version: 1,
  detect: (file): readonly ProgramFact[] => {
    const place = /^(.*\/)?Controller\/((?:\w+\/)+)\w+\.php$/.exec(file.path);
    if (!place || !/\bMagento\\/.test(file.text)) return [];
    const [, module = '', folders = ''] = place;
    return file.classes.flatMap(cls => pageFacts(file, cls, { module, folders }));
  },
});

const RULES: RouterRules = { syntax: 'braces', guards: 'always', handlersDecide: 'by-refusing' };

const INTERFACES: readonly (readonly [name: string, method: Method])[] = [
  ['HttpGetActionInterface', 'GET'],
  ['HttpPostActionInterface', 'POST'],
  ['HttpPutActionInterface', 'PUT'],
  ['HttpDeleteActionInterface', 'DELETE'],
  ['HttpPatchActionInterface', 'PATCH'],
];

type Place = { readonly module: string; readonly folders: string };

/** `Controller/Order/Creditmemo/Save.php` is `/<frontName>/order_creditmemo/save`. Source: Adobe Commerce, Routing; `Magento\Framework\App\Router\Base`. */
function pageFacts(file: ProgramFile, cls: ClassNode, { module, folders }: Place): readonly ProgramFact[] {
  const executes = cls.members.some(
    member => member.kind === 'method' && member.name === 'execute' && member.isAbstract !== true,
  );
  if (!executes || cls.isAbstract || cls.form !== undefined || cls.name === undefined) return [];
  const at = cls.nameAt;
  const isAdmin = folders.startsWith('Adminhtml/');
  const below = folders.replace(/^Adminhtml\//, '').replace(/\/$/, '');
  const path = `/${below.replaceAll('/', '_').toLowerCase()}/${cls.name.toLowerCase()}`;
  const guard = guardOf(file, cls, isAdmin);
  return [
    {
      kind: 'mark',
      at,
      framework: 'magento',
      site: cls,
      mark: { kind: 'controller', rules: RULES, isFound: true },
    },
    {
      kind: 'mark',
      at,
      framework: 'magento',
      site: cls,
      mark: { kind: 'route', methods: methodsOf(file, cls), path: textAt(at, path), member: 'execute' },
    },
    // A module whose name for its pages is not told serves them somewhere.
    {
      kind: 'class-prefix',
      at,
      framework: 'magento',
      site: textAt(at, path),
      prefix: { kind: 'unknown', at, text: 'a front name that no routes.xml of the module gives', parts: [] },
      folders: [module],
    },
    ...(guard ?? []),
  ];
}

function methodsOf(file: ProgramFile, cls: ClassNode): readonly Method[] {
  const names = [...cls.implements.map(type => file.originOfType(type)), ...(cls.others ?? []).map(file.originOf)];
  const found = INTERFACES.flatMap(([name, method]) =>
    names.some(origin => isFrom(origin, 'Magento\\Framework\\App\\Action', name)) ? [method] : [],
  );
  return found.length > 0 ? found : ['ANY'];
}

/** Pages of the administration are for those who are logged in to it, those of accounts for customers. */
function guardOf(file: ProgramFile, cls: ClassNode, isAdmin: boolean): readonly ProgramFact[] | undefined {
  const base = cls.extends && file.originOf(cls.extends);
  const isBackend = ['Action', 'AbstractAction'].some(name => isFrom(base, 'Magento\\Backend\\App', name));
  const isAccount = isFrom(base, 'Magento\\Customer\\Controller', 'AbstractAccount');
  const isFramework = isFrom(base, 'Magento\\Framework\\App\\Action', 'Action') || !cls.extends;
  const isOpen = cls.members.some(member => member.kind === 'field' && member.name === '_publicActions');
  if (isFramework && !isAdmin) return undefined;
  const at = cls.extends?.at ?? cls.nameAt;
  const isKnown = (isBackend && !isOpen) || (isAccount && !isAdmin);
  const site = textAt(at, 'base of the page');
  return [
    {
      kind: 'guard-kind',
      at,
      framework: 'magento',
      site,
      effect: isKnown ? 'required' : 'unknown',
      ...(isKnown && { mechanism: 'session' as const }),
      why: isKnown
        ? isBackend
          ? 'Magento shows it to those alone who are logged in to the administration'
          : 'Magento shows it to customers alone who are logged in'
        : 'what its class derives from may ask who calls',
    },
    { kind: 'mark', at, framework: 'magento', site: cls, mark: { kind: 'guard', guards: [site] } },
  ];
}
