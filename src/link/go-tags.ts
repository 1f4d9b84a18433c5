/** What tags of struct fields say of the part of a request that they take. Sources: see `inputs-go`. */
import type { Parameter as Input } from '../core/operation.ts';
import type { ClassMember, ClassNode, TypeRef } from '../core/program.ts';

export type Tagged = { readonly name: string; readonly place: Input['in'] };

export type Binding = {
  /** What the whole is taken from; `sent`: as the method has it, `declared`: what tags alone say, and a field `Body`. */
  readonly place: Input['in'] | 'sent' | 'declared';
  readonly hasBody: boolean;
};

/** Structs in structs. */
const DEPTH = 4;

/** The fields of a struct, and of those that it embeds, by the names that requests have for them. */
export function boundFields(
  cls: ClassNode,
  binding: Binding,
  classOf: (type: TypeRef) => ClassNode | undefined,
  depth = 0,
): readonly Tagged[] {
  if (depth > DEPTH) return [];
  const embedded = new Set(
    (cls.others ?? []).flatMap(other => (other.kind === 'name' || other.kind === 'member' ? [other.name] : [])),
  );
  const isOfRequest = cls.members.some(member => member.kind === 'field' && member.name === 'Meta');
  return cls.members.flatMap((member): readonly Tagged[] => {
    if (member.kind !== 'field' || !/^[A-Z]/.test(member.name) || member.name === 'Meta') return [];
    const tags = tagsOf(member);
    const inner =
      member.type && (embedded.has(member.name) || isBody(member, binding)) ? classOf(member.type) : undefined;
    if (isBody(member, binding))
      return inner
        ? boundFields(inner, { ...binding, place: 'body' }, classOf, depth + 1)
        : fieldsOfText(member.type?.text ?? '', 'body');
    if (inner && tags.size === 0) return boundFields(inner, binding, classOf, depth + 1);
    return taken(member.name, tags, isOfRequest ? { ...binding, place: 'sent' } : binding);
  });
}

function isBody(member: ClassMember, { place }: Binding): boolean {
  return place === 'declared' && member.kind === 'field' && member.name === 'Body';
}

/** What tags name that say where a field is taken from. */
const PLACES: ReadonlyMap<string, Input['in']> = new Map<string, Input['in']>([
  ['query', 'query'],
  ['header', 'header'],
  ['reqHeader', 'header'],
  ['cookie', 'cookie'],
]);
const OF_PATH = ['uri', 'param', 'params', 'path'];

function taken(field: string, tags: ReadonlyMap<string, string>, { place, hasBody }: Binding): readonly Tagged[] {
  const named = (...keys: readonly string[]): string | undefined => {
    const tag = keys.map(key => tags.get(key)).find(value => value !== undefined);
    return tag === undefined ? undefined : (tag.split(',')[0] ?? '') || field;
  };
  const one = (name: string | undefined, at: Input['in']): readonly Tagged[] =>
    name === undefined || name === '-' ? [] : [{ name, place: at }];
  const isIn = tags.get('in');
  if (isIn !== undefined) {
    const at = isIn === 'query' || isIn === 'header' || isIn === 'cookie' ? isIn : undefined;
    return at ? one(named('p', 'param', 'json') ?? field, at) : [];
  }
  for (const [key, at] of PLACES)
    if (tags.has(key) && (place === 'sent' || place === 'declared' || place === at)) return one(named(key), at);
  if (place === 'declared') return [];
  if (place === 'body') {
    const name = named('json', 'form', 'xml', 'yaml');
    return name === undefined && OF_PATH.some(key => tags.has(key)) ? [] : one(name ?? field, 'body');
  }
  if (place === 'sent') {
    const name = hasBody ? named('form', 'json', 'p', 'xml') : named('form', 'query', 'p', 'json');
    return name === undefined && OF_PATH.some(key => tags.has(key))
      ? []
      : one(name ?? field, hasBody ? 'body' : 'query');
  }
  const own = named('form', 'query', 'url', 'schema');
  return own === undefined && [...tags.keys()].some(key => PLACES.has(key) || OF_PATH.includes(key))
    ? []
    : one(own ?? field, place);
}

/** Tags of a struct that is written where it is used, by their text. */
export function fieldsOfText(text: string, place: Binding['place'] | 'declared'): readonly Tagged[] {
  if (!/^\*?struct\b/.test(text)) return [];
  return [...text.matchAll(/`([^`]*)`/g)]
    .flatMap(([, tag = '']) => {
      const tags = new Map(
        [...tag.matchAll(/([^\s":]+):"([^"]*)"/g)].map(([, key = '', value = '']) => [key, value] as const),
      );
      if (place === 'declared' && tags.has('json')) return taken('', tags, { place: 'body', hasBody: true });
      return taken('', tags, { place, hasBody: place !== 'query' });
    })
    .filter(({ name }) => name !== '');
}

function tagsOf(member: Extract<ClassMember, { kind: 'field' }>): ReadonlyMap<string, string> {
  return new Map(
    member.decorators.flatMap(({ expression }) => {
      if (expression.kind !== 'call' || expression.callee.kind !== 'name') return [];
      const [value] = expression.args;
      return value?.kind === 'text' ? [[expression.callee.name, value.value] as const] : [];
    }),
  );
}
