import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import { type Node, visitNodes } from '../../../../src/core/program-nodes.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { PHP_FILES, textAt } from '../values.ts';
import { methodsOf } from './methods.ts';

export const plainPhp = defineDetector({
  id: 'plain-php',
  title: 'Plain PHP scripts',
  kind: 'framework',
  docs: 'https://www.php.net/manual/en/language.variables.superglobals.php',
  reads: 'php',
  files: PHP_FILES,
  words: [
    '$_GET',
    '$_POST',
    '$_REQUEST',
    '$_FILES',
    '$_COOKIE',
    '$_SERVER',
    'filter_input',
    'getallheaders',
    'session_start',
    'Content-Type',
    'Content-type',
    'content-type',
    'php://input',
    'include ',
    'include(',
    'include_once',
    'require_once',
    'require(',
    // Settings of validation say `required`.
    ...[...'ABCDEFGHIJKLMNOPQRSTUVWXYZ_$\'"d'].map(letter => `require ${letter}`),
    'echo ',
    '<html',
    '<!DOCTYPE',
    '<!doctype',
    'Plugin Name:',
    'add_theme_support',
  ],
  emits: ['served-file', 'includes', 'entry-script'],
  limits: [
    'A script is served at its path below the folder that the server is pointed at, which is told by its name; rewritten addresses are not read.',
    'Scripts whose names are computed where they are included are taken for parts of others.',
  ],
  version: 1,
  detect: (file): readonly ProgramFact[] => [...served(file), ...said(file)],
});

const RULES: RouterRules = { syntax: 'fastroute', guards: 'always', handlersDecide: 'by-refusing' };

const ROOT_FOLDER = /(?:^|\/)(?:public|public_html|htdocs|httpdocs|www|web|webroot|docroot|wwwroot)\/index\.php$/;
const EXTENSION = /^[\s*#/]*Plugin Name:/m;

/** What the file says of other scripts. */
function said(file: ProgramFile): readonly ProgramFact[] {
  const isRoot = ROOT_FOLDER.test(file.path);
  const isExtension =
    EXTENSION.test(file.text.slice(0, 8_192)) ||
    (/(?:^|\/)functions\.php$/.test(file.path) && /\badd_(?:theme_support|action)\s*\(/.test(file.text));
  let load: Node | undefined;
  visitNodes(file.module.body, node => {
    if (node.kind === 'load' && (!load || node.at.line < load.at.line)) load = node;
  });
  const at = load?.at ?? (isExtension ? placeOf(file) : undefined);
  if (!at) return [];
  return [
    ...(isRoot && load && setsConstants(file)
      ? [{ kind: 'entry-script' as const, at, framework: 'php', site: textAt(at, '') }]
      : []),
    {
      kind: 'includes',
      at,
      framework: 'php',
      site: textAt(at, file.path),
      ...(isRoot && { isRoot }),
      ...(isExtension && { isExtension }),
    },
  ];
}

/** A script whose constants decide what the files do that it includes; those of Laravel and WordPress decide nothing there. */
function setsConstants({ calls, text }: ProgramFile): boolean {
  return (
    calls.some(({ call }) => call.callee.kind === 'name' && call.callee.name === '\\define') &&
    !/LARAVEL_START|WP_USE_THEMES/.test(text)
  );
}

function placeOf(file: ProgramFile): Node['at'] {
  return file.module.body[0]?.at ?? { file: file.path, line: 1, column: 1, endLine: 1, endColumn: 1 };
}

function served(file: ProgramFile): readonly ProgramFact[] {
  if (!mayBeAsked(file)) return [];
  const outside = outsideFunctions(file);
  // A template has the object that renders it as its `$this`.
  if (outside.some(({ kind }) => kind === 'self')) return [];
  const asks = outside.filter(readsRequest);
  if (asks.length === 0 && !showsSomething(file, outside)) return [];
  const [first] = asks.toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
  const at = first?.at ?? placeOf(file);
  return [
    {
      kind: 'served-file',
      at,
      framework: 'php',
      site: textAt(at, file.path),
      rules: RULES,
      methods: methodsOf(file.module.body, outside),
      ...(!first && { isWeak: true as const }),
    },
  ];
}

/** Files that are not run for who asks by their path: parts of a system that they refuse to run without, templates, commands. */
function mayBeAsked({ path, text }: ProgramFile): boolean {
  if (!path.endsWith('.php') || /\.(?:blade|tpl|twig|html|view|class|inc|module|test|spec)\.php$/i.test(path))
    return false;
  if (text.startsWith('#!') || /(?:\bPHP_SAPI|\bphp_sapi_name\s*\(\s*\))\s*!==?\s*['"]cli/i.test(text)) return false;
  if (/['"]cli['"]\s*!==?\s*(?:PHP_SAPI|php_sapi_name)/i.test(text)) return false;
  if (/\bbasename\s*\(\s*__FILE__\s*\)/.test(text)) return false;
  return !GATE.test(text);
}

/** `defined('ABSPATH') || exit;`, `if (!defined('IN_APP')) { die('…'); }`: the file runs as a part of another, or not at all. */
const GATE =
  /\bdefined\s*\(\s*['"]\w+['"]\s*\)\s*(?:\|\||or\b)\s*(?:exit|die|return|header)\b|\bif\s*\(\s*!\s*\\?defined\s*\(\s*['"]\w+['"]\s*\)\s*\)\s*[{:]?\s*(?:exit|die|return|header|http_response_code)\b/i;

/** Everything that runs when the file does: what stands outside functions and classes, and functions of the file that it calls. */
function outsideFunctions(file: ProgramFile): readonly Node[] {
  const found: Node[] = [];
  const functions = new Map<string, readonly Node[]>();
  for (const statement of file.module.body)
    if (statement.kind === 'declare' && statement.pattern.kind === 'name' && statement.value?.kind === 'function')
      functions.set(statement.pattern.name, statement.value.fn.body);
  const visit = (roots: readonly Node[]): void =>
    visitNodes(
      roots,
      node => {
        found.push(node);
        const called =
          node.kind === 'call' && node.callee.kind === 'name' ? functions.get(node.callee.name) : undefined;
        if (!called || node.kind !== 'call' || node.callee.kind !== 'name') return;
        functions.delete(node.callee.name);
        waiting.push(called);
      },
      ({ kind }) => kind !== 'function' && kind !== 'class',
    );
  const waiting: (readonly Node[])[] = [file.module.body];
  for (let roots = waiting.pop(); roots; roots = waiting.pop()) visit(roots);
  return found;
}

const SENT: ReadonlySet<string> = new Set(['_GET', '_POST', '_REQUEST', '_FILES', '_COOKIE']);

function readsRequest(node: Node): boolean {
  switch (node.kind) {
    case 'name':
      return SENT.has(node.name);
    case 'member':
      return (
        node.of.kind === 'name' &&
        node.of.name === '_SERVER' &&
        /^(?:REQUEST_METHOD|HTTP_(?!HOST$)\w+|PHP_AUTH_\w+|QUERY_STRING|PATH_INFO)$/.test(node.name)
      );
    case 'call':
      return node.callee.kind === 'name' && /^\\(?:filter_input(?:_array)?|getallheaders)$/.test(node.callee.name);
    case 'text':
      return node.value === 'php://input';
    default:
      return false;
  }
}

/** A page, an answer with a type of its own, or a script that others do the work for. */
function showsSomething({ text, classes }: ProgramFile, outside: readonly Node[]): boolean {
  if (/<(?:!DOCTYPE|!doctype|html)\b/.test(text.replaceAll(/<\?(?:php|=)?[^]*?(?:\?>|$)/g, ''))) return true;
  const called = outside.flatMap(node =>
    node.kind === 'call' && node.callee.kind === 'name' ? [{ name: node.callee.name, first: node.args[0] }] : [],
  );
  if (called.some(({ name }) => name === '\\session_start')) return true;
  const isTyped = called.some(
    ({ name, first }) =>
      name === '\\header' && first?.kind === 'text' && /^(?:Content-[Tt]ype|content-type)/.test(first.value),
  );
  if (isTyped) return true;
  if (classes.some(({ name }) => name !== undefined)) return false;
  if (outside.some(node => node.kind === 'unknown' && /^(?:echo|print)\b/.test(node.text))) return true;
  return (
    outside.some(({ kind }) => kind === 'load') &&
    called.some(
      ({ name }) =>
        !/^\\(?:define|ini_set|error_reporting|spl_autoload_register|set_\w+|date_default_\w+|dirname|realpath|file_exists|is_file)$/.test(
          name,
        ),
    )
  );
}
