/** Methods of Ruby's lists, hashes, texts and objects whose result decides routes. */
import type { MethodCall } from './builtins.ts';
import { LOOP_LIMIT } from './machine.ts';
import { HOLE, NOTHING, type Value, unknown } from './value.ts';

type Apply = (callee: Value, args: readonly Value[]) => Value;

/** Methods of every object that run a block with another `self`, or call a method by its name. Source: Ruby, BasicObject, Module. */
export const RUBY_OBJECT_METHODS: ReadonlySet<string> = new Set([
  'class_eval',
  'class_exec',
  'instance_eval',
  'instance_exec',
  'module_eval',
  'tap',
  'then',
  'yield_self',
]);

/** What a call of a method gives; undefined when it is none of these. */
export function rubyMethod(of: Value, called: MethodCall, apply: Apply): Value | undefined {
  const { name, args } = called;
  const block = args.at(-1);
  if (RUBY_OBJECT_METHODS.has(name)) {
    if (block?.kind !== 'closure') return unknown('a text that is evaluated');
    if (name === 'tap') {
      apply(block, [of]);
      return of;
    }
    if (name === 'then' || name === 'yield_self') return apply(block, [of]);
    return apply({ ...block, receiver: of }, [of]);
  }
  switch (of.kind) {
    case 'list':
      return listMethod(of, name, args, apply);
    case 'record':
      return recordMethod(of, name, args, apply);
    case 'text':
      return textMethod(of.value, name, args);
    case 'closure':
      return name === 'call' || name === 'to_proc' ? (name === 'call' ? apply(of, args) : of) : undefined;
    case 'number':
      return numberMethod(of.value, name, args, apply);
    default:
      return undefined;
  }
}

function listMethod(
  of: Extract<Value, { kind: 'list' }>,
  name: string,
  args: readonly Value[],
  apply: Apply,
): Value | undefined {
  const [first] = args;
  const block = args.at(-1);
  const items = of.items.slice(0, LOOP_LIMIT);
  const list = (values: readonly Value[]): Value => ({ kind: 'list', items: [...values], isOpen: of.isOpen });
  const isBlock = block?.kind === 'closure';
  switch (name) {
    case 'each':
    case 'each_entry':
      if (isBlock) for (const item of items) apply(block, spreadOver(block, [item]));
      return of;
    case 'each_with_index':
      if (isBlock) for (const [index, item] of items.entries()) apply(block, [item, { kind: 'number', value: index }]);
      return of;
    case 'map':
    case 'collect':
      return isBlock ? list(items.map(item => apply(block, spreadOver(block, [item])))) : of;
    case 'flat_map':
      return isBlock
        ? list(items.map(item => apply(block, [item])).flatMap(item => (item.kind === 'list' ? item.items : [item])))
        : of;
    case 'select':
    case 'filter':
    case 'reject':
      // Which elements stay is not decided.
      return { kind: 'list', items: [...items], isOpen: of.isOpen };
    case 'to_a':
    case 'to_set':
    case 'dup':
    case 'uniq':
    case 'sort':
    case 'reverse':
      return of;
    case 'compact':
      return list(items.filter(item => item.kind !== 'nothing'));
    case 'flatten':
      return list(items.flatMap(item => (item.kind === 'list' ? item.items : [item])));
    case 'push':
    case 'append':
    case '<<':
      if (of.items.length > LOOP_LIMIT) of.isOpen = true;
      else of.items.push(...args.slice(0, LOOP_LIMIT));
      return of;
    case 'concat':
      return list([...items, ...args.flatMap(arg => (arg.kind === 'list' ? arg.items : [arg]))]);
    case 'first':
      return args.length === 0 ? (items[0] ?? NOTHING) : undefined;
    case 'last':
      return args.length === 0 ? (items.at(-1) ?? NOTHING) : undefined;
    case 'join':
      return {
        kind: 'text',
        value:
          items
            .map(item => (item.kind === 'text' ? item.value : HOLE))
            .join(first?.kind === 'text' ? first.value : '') + (of.isOpen ? HOLE : ''),
      };
    default:
      return undefined;
  }
}

/** A block of several parameters takes a list apart. Source: Ruby, Procs, lambda and non-lambda semantics. */
function spreadOver(block: Value, args: readonly Value[]): readonly Value[] {
  const [only] = args;
  const count = block.kind === 'closure' ? block.fn.parameters.length : 0;
  return count > 1 && only?.kind === 'list' ? only.items : args;
}

function recordMethod(
  of: Extract<Value, { kind: 'record' }>,
  name: string,
  args: readonly Value[],
  apply: Apply,
): Value | undefined {
  const [first, second] = args;
  const block = args.at(-1);
  const list = (items: Value[]): Value => ({ kind: 'list', items, isOpen: of.isOpen });
  const pairs = [...of.fields].slice(0, LOOP_LIMIT);
  const key = first?.kind === 'text' && !first.value.includes(HOLE) ? first.value : undefined;
  switch (name) {
    case 'to_a':
      return list(pairs.map(([field, value]) => list([{ kind: 'text', value: field }, value])));
    case 'each':
    case 'each_pair':
      if (block?.kind === 'closure')
        for (const [field, value] of pairs) apply(block, [{ kind: 'text', value: field }, value]);
      return of;
    case 'map':
      return block?.kind === 'closure'
        ? list(pairs.map(([field, value]) => apply(block, [{ kind: 'text', value: field }, value])))
        : undefined;
    case 'keys':
      return list([...of.fields.keys()].map(value => ({ kind: 'text', value })));
    case 'values':
      return list([...of.fields.values()]);
    case 'fetch':
    case 'dig':
      if (key === undefined) return unknown('an entry of a hash');
      return of.fields.get(key) ?? (of.isOpen ? unknown('an entry of a hash', key) : (second ?? NOTHING));
    case 'merge':
    case 'reverse_merge': {
      if (first?.kind !== 'record') return { kind: 'record', fields: new Map(of.fields), isOpen: true };
      const fields = name === 'merge' ? [...of.fields, ...first.fields] : [...first.fields, ...of.fields];
      return { kind: 'record', fields: new Map(fields), isOpen: of.isOpen || first.isOpen };
    }
    case 'dup':
    case 'to_h':
    case 'with_indifferent_access':
    case 'symbolize_keys':
    case 'stringify_keys':
      return of;
    default:
      return undefined;
  }
}

function textMethod(text: string, name: string, args: readonly Value[]): Value | undefined {
  const [first, second] = args;
  const asText = (value: string): Value => ({ kind: 'text', value });
  switch (name) {
    case 'to_s':
    case 'to_str':
    case 'to_sym':
    case 'dup':
    case 'html_safe':
      return asText(text);
    case 'strip':
    case 'chomp':
      return asText(text.trim());
    case 'downcase':
      return asText(text.toLowerCase());
    case 'upcase':
      return asText(text.toUpperCase());
    case 'pluralize':
      return text.includes(HOLE) ? unknown('a plural') : asText(pluralOf(text));
    case 'singularize':
      return text.includes(HOLE) ? unknown('a singular') : asText(singularOf(text));
    case 'dasherize':
      return asText(text.replaceAll('_', '-'));
    case 'underscore':
      return asText(
        text
          .replaceAll('-', '_')
          .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
          .toLowerCase(),
      );
    case 'gsub':
    case 'tr':
    case 'sub':
      if (first?.kind !== 'text' || second?.kind !== 'text') return unknown('a replaced text');
      return asText(
        name === 'sub'
          ? text.replace(first.value, () => second.value)
          : text.replaceAll(first.value, () => second.value),
      );
    case 'split':
      return first?.kind === 'text' && !text.includes(HOLE)
        ? { kind: 'list', items: text.split(first.value).map(asText), isOpen: false }
        : unknown('parts of a text');
    default:
      return undefined;
  }
}

function numberMethod(value: number, name: string, args: readonly Value[], apply: Apply): Value | undefined {
  const block = args.at(-1);
  if (name === 'to_s') return { kind: 'text', value: String(value) };
  if (name !== 'times' || block?.kind !== 'closure') return undefined;
  for (let count = 0; count < Math.min(value, LOOP_LIMIT); count++) apply(block, [{ kind: 'number', value: count }]);
  return { kind: 'number', value };
}

/** Words whose plural is not told by their end. Source: Active Support, Inflections. */
const IRREGULAR: readonly (readonly [string, string])[] = [
  ['person', 'people'],
  ['man', 'men'],
  ['child', 'children'],
  ['sex', 'sexes'],
  ['move', 'moves'],
  ['zombie', 'zombies'],
];
const UNCOUNTABLE =
  /(?:^|_)(?:equipment|information|rice|money|species|series|fish|sheep|jeans|police|news|media|metadata|feedback|staff)$/i;

/** Endings of singulars, the first that fits counts. Source: Active Support, Inflections. */
const PLURALS: readonly (readonly [RegExp, string])[] = [
  [/(quiz)$/i, '$1zes'],
  [/^(oxen)$/i, '$1'],
  [/^(ox)$/i, '$1en'],
  [/^(m|l)ice$/i, '$1ice'],
  [/^(m|l)ouse$/i, '$1ice'],
  [/(matr|vert|ind)(?:ix|ex)$/i, '$1ices'],
  [/(x|ch|ss|sh)$/i, '$1es'],
  [/([^aeiouy]|qu)y$/i, '$1ies'],
  [/(hive)$/i, '$1s'],
  [/(?:([^f])fe|([lr])f)$/i, '$1$2ves'],
  [/sis$/i, 'ses'],
  [/([ti])a$/i, '$1a'],
  [/([ti])um$/i, '$1a'],
  [/(buffal|tomat)o$/i, '$1oes'],
  [/(bu)s$/i, '$1ses'],
  [/(alias|status)$/i, '$1es'],
  [/(octop|vir)i$/i, '$1i'],
  [/(octop|vir)us$/i, '$1i'],
  [/^(ax|test)is$/i, '$1es'],
  [/s$/i, 's'],
  [/$/, 's'],
];

const SINGULARS: readonly (readonly [RegExp, string])[] = [
  [/(database)s$/i, '$1'],
  [/(quiz)zes$/i, '$1'],
  [/(matr)ices$/i, '$1ix'],
  [/(vert|ind)ices$/i, '$1ex'],
  [/^(ox)en/i, '$1'],
  [/(alias|status)(?:es)?$/i, '$1'],
  [/(octop|vir)(?:us|i)$/i, '$1us'],
  [/^(a)x[ie]s$/i, '$1xis'],
  [/(cris|test)(?:is|es)$/i, '$1is'],
  [/(shoe)s$/i, '$1'],
  [/(o)es$/i, '$1'],
  [/(bus)(?:es)?$/i, '$1'],
  [/^(m|l)ice$/i, '$1ouse'],
  [/(x|ch|ss|sh)es$/i, '$1'],
  [/(m)ovies$/i, '$1ovie'],
  [/(s)eries$/i, '$1eries'],
  [/([^aeiouy]|qu)ies$/i, '$1y'],
  [/([lr])ves$/i, '$1f'],
  [/(tive)s$/i, '$1'],
  [/(hive)s$/i, '$1'],
  [/([^f])ves$/i, '$1fe'],
  [/(^analy)(?:sis|ses)$/i, '$1sis'],
  [/((?:a)naly|(?:b)a|(?:d)iagno|(?:p)arenthe|(?:p)rogno|(?:s)ynop|(?:t)he)(?:sis|ses)$/i, '$1sis'],
  [/([ti])a$/i, '$1um'],
  [/(n)ews$/i, '$1ews'],
  [/(ss)$/i, '$1'],
  [/s$/i, ''],
];

/** The plural of a word, by the rules that Active Support comes with. */
export function pluralOf(word: string): string {
  if (UNCOUNTABLE.test(word)) return word;
  for (const [one, many] of IRREGULAR) {
    if (word.endsWith(many)) return word;
    if (word.endsWith(one)) return word.slice(0, -one.length) + many;
  }
  for (const [ending, plural] of PLURALS) if (ending.test(word)) return word.replace(ending, plural);
  return word;
}

/** The singular of a word, by the rules that Active Support comes with. */
export function singularOf(word: string): string {
  if (UNCOUNTABLE.test(word)) return word;
  for (const [one, many] of IRREGULAR) if (word.endsWith(many)) return word.slice(0, -many.length) + one;
  for (const [ending, singular] of SINGULARS) if (ending.test(word)) return word.replace(ending, singular);
  return word;
}
