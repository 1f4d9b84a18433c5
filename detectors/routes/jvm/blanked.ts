/**
 * A text with everything between these words, and the words, as spaces: what follows keeps its place. What is never closed is
 * blank to the end, as it is for whoever reads the file.
 */
export function blanked(text: string, ...pairs: readonly (readonly [open: string, close: string])[]): string {
  return pairs.reduce((rest, [open, close]) => {
    let made = '';
    let at = 0;
    for (let start = rest.indexOf(open); start >= 0; start = rest.indexOf(open, at)) {
      const closed = rest.indexOf(close, start + open.length);
      const end = closed < 0 ? rest.length : closed + close.length;
      made += rest.slice(at, start) + rest.slice(start, end).replace(/[^\n]/g, ' ');
      at = end;
    }
    return made + rest.slice(at);
  }, text);
}
