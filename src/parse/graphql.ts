import { GraphQLError, isTypeSystemDefinitionNode, isTypeSystemExtensionNode, parse, type DocumentNode } from 'graphql';
import type { FileRole } from '../core/fact.ts';
import type { Location } from '../core/location.ts';
import { CAPS, type Parsed } from './parsed.ts';
import { lineStarts, locationIn } from './text-file.ts';

/** A GraphQL document in schema definition language. */
export type GraphqlFile = {
  readonly path: string;
  readonly role: FileRole;
  readonly document: DocumentNode;
  readonly locate: (node: { readonly loc?: { readonly start: number; readonly end: number } | undefined }) => Location;
};

const MAX_TOKENS = 500_000;

/** Reads schema definition language; `not-applicable` when the file holds only what clients send (queries, fragments). */
export function graphqlFile(path: string, role: FileRole, text: string): Parsed<GraphqlFile> {
  const clean = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const starts = lineStarts(clean);
  const failed = (code: string, offset: number, message: string): Parsed<GraphqlFile> => ({
    kind: 'failed',
    diagnostic: { code, at: locationIn(path, starts, offset, offset), message },
  });
  const tooDeep = deeperThan(clean, CAPS.depth);
  if (tooDeep !== undefined)
    return failed('too-deep', tooDeep, `nested more than ${CAPS.depth} levels deep; the file was left out`);
  if (!/\S/.test(clean.replace(/^[ \t]*#.*$/gm, ''))) return { kind: 'not-applicable' };
  try {
    const document = parse(clean, { maxTokens: MAX_TOKENS });
    if (!document.definitions.some(each => isTypeSystemDefinitionNode(each) || isTypeSystemExtensionNode(each)))
      return { kind: 'not-applicable' };
    const locate: GraphqlFile['locate'] = node => locationIn(path, starts, node.loc?.start ?? 0, node.loc?.end ?? 0);
    return { kind: 'parsed', file: { path, role, document, locate }, diagnostics: [] };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const words = error.message.replace(/^Syntax Error: /, '').slice(0, 160);
    return failed('unreadable-graphql', error.positions?.[0] ?? 0, `${words} The file was left out.`);
  }
}

/** The offset at which brackets nest deeper than a cap. The parser descends by recursion, so they are counted first. */
function deeperThan(text: string, cap: number): number | undefined {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === '#') index = endOf(text, '\n', index);
    else if (text.startsWith('"""', index)) index = endOf(text, '"""', index + 3) + 2;
    else if (character === '"') {
      for (index++; index < text.length && text[index] !== '"' && text[index] !== '\n'; index++)
        if (text[index] === '\\') index++;
    } else if (character === '{' || character === '[' || character === '(') {
      if (++depth > cap) return index;
    } else if (character === '}' || character === ']' || character === ')') depth--;
  }
  return undefined;
}

function endOf(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at === -1 ? text.length : at;
}
