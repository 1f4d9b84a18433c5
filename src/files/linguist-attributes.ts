/** `linguist-*` attributes of `.gitattributes` files: what the owners themselves say of their files. */
import picomatch from 'picomatch';
import type { FileRole } from '../core/fact.ts';

export type LinguistRule = {
  /** Folder of the `.gitattributes` file with a last slash, `''` for the root. */
  readonly base: string;
  readonly attribute: 'vendored' | 'generated' | 'documentation';
  readonly value: boolean;
  readonly matches: (path: string) => boolean;
};

/** Limits for patterns that are turned into regular expressions. */
const MAX_WILDCARDS = 4;
const MAX_LENGTH = 300;
const MAX_RULES = 200;

/**
 * Reads one `.gitattributes`. A pattern without a slash is matched against file names, one with a slash from the folder
 * of the file.
 *
 * Source: gitattributes(5); linguist, docs/overrides.md.
 */
export function parseAttributes(base: string, text: string): readonly LinguistRule[] {
  const rules: LinguistRule[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [pattern = '', ...attributes] = line.trim().split(/[ \t]{1,100}/);
    if (pattern === '' || pattern.startsWith('#') || pattern.startsWith('"') || pattern.endsWith('/')) continue;
    if (pattern.length > MAX_LENGTH || (pattern.match(/[*?]{1,300}/g)?.length ?? 0) > MAX_WILDCARDS) continue;
    const settings = attributes.flatMap(settingOf);
    if (settings.length === 0 || rules.length >= MAX_RULES) continue;
    const matcher = picomatch(pattern.replace(/^\//, ''), {
      dot: true,
      nobrace: true,
      noextglob: true,
      nonegate: true,
    });
    const byName = !pattern.includes('/');
    const matches = (path: string): boolean =>
      matcher(byName ? path.slice(path.lastIndexOf('/') + 1) : path.slice(base.length));
    rules.push(...settings.map(setting => ({ base, ...setting, matches })));
  }
  return rules;
}

/**
 * What the attributes say of a file: a role, `not` roles they deny it, or nothing. Later lines and deeper files win;
 * `rules` are in that order.
 */
export function attributeRole(
  rules: readonly LinguistRule[],
  path: string,
): { readonly is?: Exclude<FileRole, 'product' | 'test' | 'example'>; readonly isNot: readonly FileRole[] } {
  const values = new Map<LinguistRule['attribute'], boolean>();
  for (const rule of rules) {
    if (path.startsWith(rule.base) && rule.matches(path)) values.set(rule.attribute, rule.value);
  }
  const is = (['vendored', 'generated', 'documentation'] as const).find(attribute => values.get(attribute) === true);
  const isNot = [...values].filter(([, value]) => !value).map(([attribute]) => attribute);
  return is === undefined ? { isNot } : { is, isNot };
}

function settingOf(attribute: string): { attribute: LinguistRule['attribute']; value: boolean }[] {
  const found = /^([-!]?)linguist-(vendored|generated|documentation)(?:=(true|false))?$/.exec(attribute);
  if (found === null) return [];
  // The expression above allows these three names only.
  const name = found[2] as LinguistRule['attribute'];
  return [{ attribute: name, value: found[1] === '' && found[3] !== 'false' }];
}
