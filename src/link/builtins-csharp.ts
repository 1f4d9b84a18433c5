/** Methods of the standard library of C# whose result decides routes, and what builders of routes give back. */
import type { MethodCall } from './builtins.ts';
import { HOLE, type Value } from './value.ts';

/** What a call gives; undefined when it is none of these. */
export function csharpMethod(of: Value, { name, args }: MethodCall): Value | undefined {
  // Builders of ASP.NET give themselves back, so that calls may be chained.
  if (of.kind === 'router') return of;
  if (of.kind === 'external' && name === '') return staticCall(of.path.slice(-2).join('.'), args);
  if (of.kind === 'list') return SAME_LIST.has(name) ? of : undefined;
  if (of.kind === 'text') return textMethod(of.value, name, args);
  return undefined;
}

/** What makes of a list something with the same elements. */
const SAME_LIST: ReadonlySet<string> = new Set([
  'ToArray',
  'ToList',
  'AsEnumerable',
  'AsReadOnly',
  'ToHashSet',
  'Distinct',
]);

function staticCall(name: string, args: readonly Value[]): Value | undefined {
  const [first, ...rest] = args;
  switch (name) {
    case 'string.Concat':
    case 'String.Concat':
      return { kind: 'text', value: args.map(written).join('') };
    case 'string.Join':
    case 'String.Join': {
      const items = rest.length === 1 && rest[0]?.kind === 'list' ? rest[0].items : rest;
      return first?.kind === 'text' ? { kind: 'text', value: items.map(written).join(first.value) } : undefined;
    }
    case 'string.Format':
    case 'String.Format':
      if (first?.kind !== 'text') return undefined;
      return {
        kind: 'text',
        value: first.value.replaceAll(/\{(\d+)(?:[:,][^{}]*)?\}/g, (_, index: string) => written(rest[Number(index)])),
      };
    case 'string.Empty':
    case 'String.Empty':
      return { kind: 'text', value: '' };
    default:
      return undefined;
  }
}

function written(value: Value | undefined): string {
  if (value?.kind === 'text') return value.value;
  return value?.kind === 'number' || value?.kind === 'boolean' ? String(value.value) : HOLE;
}

function textMethod(text: string, name: string, [first, second]: readonly Value[]): Value | undefined {
  const one = first?.kind === 'text' ? first.value : undefined;
  switch (name) {
    case 'ToString':
      return { kind: 'text', value: text };
    case 'ToLower':
    case 'ToLowerInvariant':
      return { kind: 'text', value: text.toLowerCase() };
    case 'ToUpper':
    case 'ToUpperInvariant':
      return { kind: 'text', value: text.toUpperCase() };
    case 'Trim':
      return { kind: 'text', value: trimmedEnd(trimmedStart(text, one), one) };
    case 'TrimStart':
      return { kind: 'text', value: trimmedStart(text, one) };
    case 'TrimEnd':
      return { kind: 'text', value: trimmedEnd(text, one) };
    case 'Replace':
      return one !== undefined && one !== '' && second?.kind === 'text'
        ? { kind: 'text', value: text.replaceAll(one, second.value) }
        : undefined;
    case 'Split':
      return one === undefined || one === ''
        ? undefined
        : { kind: 'list', items: text.split(one).map(value => ({ kind: 'text', value })), isOpen: false };
    default:
      return undefined;
  }
}

function trimmedStart(text: string, character: string | undefined): string {
  if (character === undefined || character === '') return text.trimStart();
  let start = 0;
  while (text.startsWith(character, start)) start += character.length;
  return text.slice(start);
}

function trimmedEnd(text: string, character: string | undefined): string {
  if (character === undefined || character === '') return text.trimEnd();
  let end = text.length;
  while (text.slice(0, end).endsWith(character)) end -= character.length;
  return text.slice(0, end);
}
