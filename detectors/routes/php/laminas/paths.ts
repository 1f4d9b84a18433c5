/** Paths as routes of Laminas write them. */

/** Variants that the optional parts of one path may have. */
const VARIANT_LIMIT = 16;

/**
 * `/users[/:id]`, `/:locale{-}[-:slug]`: a name goes to the next of the delimiters that stand behind it, else to a slash, colon
 * or bracket; brackets hold what may be left out. Gives one template for each way of leaving such parts out, the whole path first.
 *
 * Source: laminas-router, HTTP Routing Examples (Segment); `Laminas\Router\Http\Segment::parseRouteDefinition`.
 */
export function segmentTemplates(route: string): readonly string[] {
  const named = route
    .replace(/:([^:/{[\]]+)(?:\{[^{}]*\})?:?/g, (_, name: string) => `<${name}>`)
    .replace(/\{[^{}]*\}/g, '')
    .replace(/<([^<>]*)>/g, '{$1}');
  let variants: readonly string[] = [named];
  for (let round = 0; round < VARIANT_LIMIT; round++) {
    const opened = variants.flatMap(openGroup);
    if (opened.length === variants.length) break;
    variants = opened.slice(0, VARIANT_LIMIT);
  }
  return [...new Set(variants)];
}

/** With and without the first group that holds no other one. */
function openGroup(path: string): readonly string[] {
  const group = /\[([^[\]]*)\]/.exec(path);
  if (!group) return [path];
  const [whole, inner = ''] = group;
  const before = path.slice(0, group.index);
  const after = path.slice(group.index + whole.length);
  return [`${before}${inner}${after}`, `${before}${after}`];
}

/** `/download/%id%.%format%`: how a route of a regular expression writes its own address. Source: as above (Regex). */
export function specTemplate(spec: string): string {
  return spec.replace(/%([\w-]+)%/g, '{$1}');
}
