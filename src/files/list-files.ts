/** Paths of a tree to classified files and components. */
import type { Diagnostic } from '../core/diagnostic.ts';
import { startOf } from '../core/location.ts';
import type { ClassifiedFile, Component, Tree, TreePath } from '../core/tree.ts';
import { type Candidate, findComponents } from './components.ts';
import { isBuildOutput, isMinified, mayBeMinified } from './generated-content.ts';
import { languageOf } from './language.ts';
import { attributeRole, type LinguistRule, parseAttributes } from './linguist-attributes.ts';
import { type Classification, classifyPath, isSpecFile, PRODUCT } from './path-role.ts';

export type FileListing = {
  /** Every listed file that can be read as one, by path. */
  readonly files: readonly ClassifiedFile[];
  /** By path; the root `.` is always among them. */
  readonly components: readonly Component[];
  /**
   * Files that are of no detector's concern, by the rule that says so: vendored, generated and example files, and links
   * to files that are listed under their own name. Tests and documentation are not excluded.
   */
  readonly excluded: Readonly<Record<string, number>>;
  readonly diagnostics: readonly Diagnostic[];
};

/**
 * Gives each file its role and component. Rules look at the path below the root, at `linguist-*` attributes, which
 * overrule them, and at the content of few files: large scripts, and scripts in `dist`, `build` and `out`.
 *
 * Source: scoring §D.9 G2; gateways catalogue §0.2 (7).
 */
export function listFiles(tree: Tree): FileListing {
  const attributes = readAttributes(tree);
  const classify = classifier(tree, attributes);
  const excluded = new Map<string, number>();
  const candidates: Candidate[] = [];
  const paths = [...tree.paths].sort((a, b) => (a.path < b.path ? -1 : 1));
  const byPath = new Map(paths.map(entry => [entry.path, entry]));
  const minified: string[] = [];
  for (const entry of paths) {
    const classification = classify(entry);
    const rule = isRedundantLink(entry, classification, byPath, classify)
      ? 'symbolic-link'
      : exclusionOf(classification);
    if (rule !== undefined) excluded.set(rule, (excluded.get(rule) ?? 0) + 1);
    if (rule === 'symbolic-link') continue;
    if (rule === MINIFIED) minified.push(entry.path);
    // A blob that was not fetched has no size: it is larger than any that is read.
    candidates.push({ path: entry.path, role: classification.role, size: entry.size ?? Number.MAX_SAFE_INTEGER });
  }
  const { components, componentOf, diagnostics } = findComponents(tree, candidates);
  return {
    files: candidates.map(file => ({ ...file, component: componentOf(file.path) })),
    components,
    excluded: Object.fromEntries([...excluded].sort(([a], [b]) => (a < b ? -1 : 1))),
    diagnostics: [...noFiles(tree), ...leftOutByContent(minified), ...diagnostics],
  };
}

/** Left out because of what stands in it, not because of where it is or what it is called. */
const MINIFIED = 'minified-content';

const NAMED_FILES = 5;

/** Content can mislead, and a route in such a file is one that nobody sees: the files are named. */
function leftOutByContent(files: readonly string[]): readonly Diagnostic[] {
  const [first] = files;
  if (first === undefined) return [];
  const named = files.slice(0, NAMED_FILES).join(', ');
  const more = files.length > NAMED_FILES ? ` and ${files.length - NAMED_FILES} more` : '';
  return [
    {
      code: MINIFIED,
      at: startOf(first),
      message: `left out as minified or bundled, judged by what stands in them: ${named}${more}`,
    },
  ];
}

type Classify = (entry: TreePath) => Classification;

function exclusionOf(classification: Classification): string | undefined {
  if (classification.role === 'product' || classification.role === 'test' || classification.role === 'documentation')
    return undefined;
  return classification.rule;
}

/**
 * A link adds nothing when it leads nowhere, to a folder, or to a file that is listed itself; but a product link to a
 * file that would count as documentation or test says that the file is in use.
 */
function isRedundantLink(
  entry: TreePath,
  classification: Classification,
  byPath: ReadonlyMap<string, TreePath>,
  classify: Classify,
): boolean {
  if (entry.kind !== 'link') return false;
  if (entry.target === undefined || entry.size === undefined) return true;
  const target = byPath.get(entry.target);
  if (target === undefined) return false;
  return classification.role !== 'product' || classify(target).role === 'product';
}

function classifier(tree: Tree, attributes: readonly LinguistRule[]): Classify {
  const specs = folderCache(tree, isSpecFile, (path, folder) => path.startsWith(folder));
  const output = buildFolders(tree);
  return entry => {
    const said = attributeRole(attributes, entry.path);
    if (said.is !== undefined) return { role: said.is, rule: `linguist-${said.is}` };
    const byPath = classifyPath(entry.path, { holdsSpecs: specs });
    const found = byPath.role === 'product' ? byContent(tree, entry, output) : byPath;
    return said.isNot.includes(found.role) ? PRODUCT : found;
  };
}

/** Answers, and remembers, whether any path that `counts` lies below a folder. */
function folderCache(
  tree: Tree,
  counts: (path: string) => boolean,
  isBelow: (path: string, folder: string) => boolean,
): (folder: string) => boolean {
  const known = new Map<string, boolean>();
  return folder => {
    const answer = known.get(folder) ?? tree.paths.some(({ path }) => isBelow(path, folder) && counts(path));
    known.set(folder, answer);
    return answer;
  };
}

function byContent(tree: Tree, entry: TreePath, isOutput: (folder: string) => boolean): Classification {
  const folder = outputFolder(entry.path);
  if (folder !== undefined && isOutput(folder)) return { role: 'generated', rule: 'build-output' };
  if (!mayBeMinified(entry.path, entry.size ?? 0)) return PRODUCT;
  const content = tree.read(entry.path);
  return content.kind === 'bytes' && isMinified(content.bytes) ? { role: 'generated', rule: MINIFIED } : PRODUCT;
}

/** The outermost folder of a path that builds are written to, with a last slash. */
function outputFolder(path: string): string | undefined {
  return /^(?:[^/]{1,255}\/)*?(?:dist|build|out)\//i.exec(path)?.[0];
}

/** Scripts of such a folder that are opened; people who write code into `build/` write few files. */
const OPENED_OUTPUTS = 20;

/**
 * Whether a folder called `dist`, `build` or `out` was written by a tool: one of its scripts says so, or has a twin in
 * `src` beside it. A `build/` of hand-written scripts stays product.
 */
function buildFolders(tree: Tree): (folder: string) => boolean {
  const known = new Map<string, boolean>();
  const paths = new Set(tree.paths.map(entry => entry.path));
  return folder => {
    const answer = known.get(folder) ?? isBuilt(tree, folder, paths);
    known.set(folder, answer);
    return answer;
  };
}

function isBuilt(tree: Tree, folder: string, paths: ReadonlySet<string>): boolean {
  const parent = folder.replace(/[^/]{1,255}\/$/, '');
  const scripts = tree.paths.filter(
    entry => entry.path.startsWith(folder) && entry.kind === 'file' && languageOf(entry.path) === 'javascript',
  );
  return scripts.slice(0, OPENED_OUTPUTS).some(({ path }) => {
    const stem = path.slice(folder.length).replace(/\.[cm]?jsx?$/, '');
    if (['.ts', '.tsx', '.mts'].some(extension => paths.has(`${parent}src/${stem}${extension}`))) return true;
    const content = tree.read(path);
    return content.kind === 'bytes' && isBuildOutput(content.bytes);
  });
}

function readAttributes(tree: Tree): readonly LinguistRule[] {
  return tree.paths
    .map(entry => entry.path)
    .filter(path => path === '.gitattributes' || path.endsWith('/.gitattributes'))
    .sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1))
    .flatMap(path => {
      const content = tree.read(path);
      const base = path.slice(0, -'.gitattributes'.length);
      return content.kind === 'bytes' && content.bytes.byteLength < 256 * 1024
        ? parseAttributes(base, Buffer.from(content.bytes).toString('utf8'))
        : [];
    });
}

function noFiles(tree: Tree): readonly Diagnostic[] {
  if (tree.paths.length > 0) return [];
  return [
    {
      code: 'no-files',
      at: startOf('.'),
      message: 'nothing was found to read; the folder is empty, or ignore rules leave all of it out',
    },
  ];
}
