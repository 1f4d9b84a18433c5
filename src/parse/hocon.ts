/** Settings of a file in HOCON, by their full names. Source: HOCON specification. */
import type { Location } from '../core/location.ts';
import type { TextFile } from './text-file.ts';

export type Setting = {
  /** Names joined by dots, as they add up from the blocks around. */
  readonly name: string;
  /** `+=` adds to a list. */
  readonly isAdded: boolean;
  /** What stands behind the sign, to the end of its line or the bracket of its list, without a comment. */
  readonly value: string;
  readonly at: Location;
  /** Where the value is. */
  readonly valueAt: Location;
};

/** Blocks inside of each other, and characters of one value, that are read. */
const DEPTH = 30;
const LONGEST = 2_000;

const OPENING = /^[ \t]*("?[\w.-]+"?)[ \t]*[=:]?[ \t]*\{/;
const SETTING = /^[ \t]*("?[\w.-]+"?)[ \t]*(\+=|=|:)[ \t]*/;

/** Every setting of a file, in order; what is included from elsewhere is not read. */
export function settingsOf(file: TextFile): readonly Setting[] {
  const found: Setting[] = [];
  const around: string[] = [];
  let rest = '';
  let offset = 0;
  for (const line of file.text.split('\n')) {
    const start = offset;
    offset += line.length + 1;
    // A list goes on to its bracket.
    if (rest !== '') {
      rest = isClosed(line) ? '' : rest;
      continue;
    }
    const plain = withoutComment(line.replace(/\r$/, ''));
    if (plain.length > LONGEST) continue;
    const { names, body, skipped } = inlineBlocks(plain);
    const block = OPENING.exec(body);
    if (block && names.length === 0) {
      if (around.length < DEPTH) around.push(unquoted(block[1] ?? ''));
      continue;
    }
    const setting = SETTING.exec(body);
    if (setting) {
      const [whole, key = '', sign = ''] = setting;
      const from = skipped + whole.length;
      const given = body.slice(whole.length).trim();
      const isOpen = /\[[^\]]*$/.test(given);
      const keyStart = start + skipped + body.indexOf(key);
      found.push({
        name: [...around, ...names, unquoted(key)].join('.'),
        isAdded: sign === '+=',
        value: isOpen ? listFrom(file, start + from) : given,
        at: file.locate(keyStart, keyStart + key.length),
        valueAt: file.locate(start + from, start + from + (isOpen ? 1 : given.length)),
      });
      if (isOpen) rest = '[';
      continue;
    }
    if (names.length > 0) continue;
    for (const sign of plain) if (sign === '}') around.pop();
  }
  return found;
}

/** `hosts { allowed = ["."] }` on one line: the names of its blocks, and what is in them. */
function inlineBlocks(line: string): {
  readonly names: readonly string[];
  readonly body: string;
  readonly skipped: number;
} {
  const names: string[] = [];
  let body = line;
  let skipped = 0;
  for (let block = OPENING.exec(body); block && names.length < DEPTH; block = OPENING.exec(body)) {
    const end = body.lastIndexOf('}');
    if (end < block[0].length) break;
    names.push(unquoted(block[1] ?? ''));
    skipped += block[0].length;
    body = body.slice(block[0].length, end);
  }
  return { names, body, skipped };
}

function isClosed(line: string): boolean {
  return withoutComment(line).includes(']');
}

/** The text of a list that goes over several lines, comments left out. */
function listFrom(file: TextFile, start: number): string {
  const text = file.text
    .slice(start, start + LONGEST)
    .split('\n')
    .map(withoutComment)
    .join(' ');
  const end = text.indexOf(']');
  return end === -1 ? text : text.slice(0, end + 1);
}

function unquoted(key: string): string {
  return key.replaceAll('"', '');
}

/** A comment begins outside of quotes, with `#` or `//`. */
function withoutComment(line: string): string {
  let isText = false;
  for (let index = 0; index < line.length; index++) {
    const sign = line[index];
    if (sign === '"') isText = !isText;
    else if (!isText && (sign === '#' || (sign === '/' && line[index + 1] === '/'))) return line.slice(0, index);
  }
  return line;
}
