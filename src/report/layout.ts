/** Text in columns: wrapping and padding by what a terminal shows. */

/** Escape sequences of `style.ts`, which take no room. */
const COLOUR = /\u001b\[[0-9;]*m/g;

export function widthOf(text: string): number {
  return [...text.replace(COLOUR, '')].length;
}

export function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/**
 * The text broken between words into lines of at most `width`; a word that is longer than a line is cut.
 * Line ends in the text are kept.
 */
export function wrap(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap(line => wrapLine(line, Math.max(1, width)));
}

function wrapLine(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap(part => pieces(part, width))) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

function pieces(word: string, width: number): readonly string[] {
  if (widthOf(word) <= width) return [word];
  const characters = [...word];
  return Array.from({ length: Math.ceil(characters.length / width) }, (_, index) =>
    characters.slice(index * width, (index + 1) * width).join(''),
  );
}

/** `head` once, then the wrapped text beside it; further lines are indented to stand under the first. */
export function beside(head: string, text: string, width: number): readonly string[] {
  const indent = widthOf(head);
  return wrap(text, width - indent).map((line, index) => (index === 0 ? head : ' '.repeat(indent)) + line);
}

/** Items joined with ` · `, broken only between items where they fit a line. */
export function wrapItems(items: readonly string[], width: number, separator = ' · '): readonly string[] {
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf(last) + widthOf(separator) + widthOf(item) <= width)
      lines[lines.length - 1] = last + separator + item;
    else lines.push(...wrap(item, width));
  }
  return lines;
}
