/** Colour for those who can see it; meaning never rests on it alone. */

export type Style = { readonly [K in 'bold' | 'dim' | 'good' | 'middling' | 'bad']: (text: string) => string };

export function styleOf(isColoured: boolean): Style {
  const wrapIn = (open: number, close: number) => (text: string) =>
    isColoured && text !== '' ? `\u001b[${open}m${text}\u001b[${close}m` : text;
  return {
    bold: wrapIn(1, 22),
    dim: wrapIn(2, 22),
    good: wrapIn(32, 39),
    middling: wrapIn(33, 39),
    bad: wrapIn(31, 39),
  };
}
