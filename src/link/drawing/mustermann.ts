import { mergedPath } from './table.ts';

/** A path of Sinatra or Grape in OpenAPI's words, with and without what is optional. Source: Mustermann, Sinatra patterns. */
export function mustermann(path: string): readonly string[] {
  const plain = path.replace(/\(\.:format\)|\.?\??:format\?|\(\.json\)/g, '').replace(/\/\?$/, '');
  let variants: readonly string[] = [plain];
  for (let round = 0; round < 8; round++) {
    const opened = variants.flatMap(variant => {
      const group = /\(([^()]*)\)\??|\/(:\w+|\w+)\?|\/\?(:\w+)\?/.exec(variant);
      if (!group) return [variant];
      const inner = group[1] ?? `/${group[2] ?? group[3] ?? ''}`;
      const before = variant.slice(0, group.index);
      const after = variant.slice(group.index + group[0].length);
      return [`${before}${inner}${after}`, `${before}${after}`];
    });
    if (opened.length === variants.length) break;
    variants = opened.slice(0, 16);
  }
  return [
    ...new Set(
      variants.map(variant =>
        mergedPath(
          variant
            .replace(/\/\*(\w+)/g, '/{*$1}')
            .replace(/\*/g, (star, index: number) => (variant[index - 1] === '{' ? star : '{*splat}'))
            .replace(/:([A-Za-z_]\w*)/g, '{$1}')
            .replace(/\{\{\*splat\}/g, '{*'),
        ),
      ),
    ),
  ];
}
