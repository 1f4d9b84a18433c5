import type { FieldDefinitionNode, InputValueDefinitionNode, TypeNode } from 'graphql';
import type { DescriptionFact } from '../../../src/core/facts/description.ts';
import { compareLocations } from '../../../src/core/location.ts';
import type { GraphqlFile } from '../../../src/parse/graphql.ts';
import { classOfName } from '../sensitive-names.ts';

type OperationFact = Extract<DescriptionFact, { kind: 'description-operation' }>;
type Definition = GraphqlFile['document']['definitions'][number];
type Details = Pick<OperationFact, 'requestConstrained' | 'responseConstrained' | 'sensitiveFields'>;

/** What the types of arguments and result say, as far as this file defines them. */
export function fieldDetails(file: GraphqlFile, types: Types, field: FieldDefinitionNode): Details {
  const inputs = field.arguments ?? [];
  const found = new Map<string, OperationFact['sensitiveFields'][number]>();
  const take = (node: InputValueDefinitionNode | FieldDefinitionNode): void => {
    const dataClass = nameOf(node.type) === 'Boolean' ? undefined : classOfName(node.name.value);
    if (!dataClass) return;
    const annotated = (node.directives ?? []).some(directive =>
      /^(?:pii|sensitive|personal|personalData|classification|dataClass|phi|secret)$/i.test(directive.name.value),
    );
    found.set(String(node.name.loc?.start), {
      name: node.name.value,
      class: dataClass,
      annotated,
      at: file.locate(node.name),
    });
  };
  const seen = new Set<string>();
  const waiting: (readonly InputValueDefinitionNode[])[] = [inputs];
  for (const values of waiting) {
    for (const value of values) {
      take(value);
      const name = nameOf(value.type);
      const type = types.get(name);
      if (type?.kind !== 'InputObjectTypeDefinition' || seen.has(name)) continue;
      seen.add(name);
      waiting.push(type.fields ?? []);
    }
  }
  // The whole graph hangs on most results; only the fields of the result's own type are this operation's.
  const result = types.get(nameOf(field.type));
  if (result?.kind === 'ObjectTypeDefinition')
    for (const each of result.fields ?? []) if (!isObject(types.get(nameOf(each.type)))) take(each);
  return {
    requestConstrained:
      inputs.length === 0 ? 'none' : inputs.every(input => isBounded(input, types, new Set())) ? 'yes' : 'no',
    responseConstrained: isTyped(field.type, types, new Set()) ? 'yes' : 'no',
    sensitiveFields: [...found.values()].toSorted((a, b) => compareLocations(a.at, b.at)),
  };
}

export type Types = ReadonlyMap<string, Definition>;

/** Type definitions of the file by name. */
export function typesIn(file: GraphqlFile): Types {
  return new Map(
    file.document.definitions.flatMap(definition =>
      'name' in definition && definition.name && definition.kind.endsWith('TypeDefinition')
        ? [[definition.name.value, definition] as const]
        : [],
    ),
  );
}

function nameOf(type: TypeNode): string {
  let at = type;
  while (at.kind !== 'NamedType') at = at.type;
  return at.name.value;
}

function isObject(type: Definition | undefined): boolean {
  return (
    type?.kind === 'ObjectTypeDefinition' ||
    type?.kind === 'InterfaceTypeDefinition' ||
    type?.kind === 'UnionTypeDefinition'
  );
}

/** Input objects are closed by the language; what is left is whether scalars and lists have a bound, which only a directive gives. */
function isBounded(value: InputValueDefinitionNode, types: Types, open: ReadonlySet<string>): boolean {
  const directives = (value.directives ?? []).filter(directive =>
    /^(?:constraint|length|size|range)$/i.test(directive.name.value),
  );
  const named = new Set(
    directives.flatMap(directive => (directive.arguments ?? []).map(argument => argument.name.value)),
  );
  const isList = hasList(value.type);
  if (isList && !['maxItems', 'max'].some(name => named.has(name))) return false;
  const name = nameOf(value.type);
  const type = types.get(name);
  if (name === 'Boolean' || type?.kind === 'EnumTypeDefinition') return true;
  if (type?.kind === 'InputObjectTypeDefinition') {
    if (open.has(name) || open.size > 50) return open.has(name);
    return (type.fields ?? []).every(field => isBounded(field, types, new Set([...open, name])));
  }
  return !isList && ['maxLength', 'max', 'lte', 'lt'].some(each => named.has(each));
}

function hasList(type: TypeNode): boolean {
  return type.kind === 'ListType' || (type.kind === 'NonNullType' && type.type.kind === 'ListType');
}

const SCALARS: ReadonlySet<string> = new Set(['Int', 'Float', 'String', 'Boolean', 'ID']);

/** Clients choose among declared fields, so a result is as open as its scalars: `JSON` and the like hold anything. */
function isTyped(type: TypeNode, types: Types, seen: Set<string>): boolean {
  const waiting = [nameOf(type)];
  for (const name of waiting) {
    if (SCALARS.has(name) || seen.has(name)) continue;
    seen.add(name);
    const definition = types.get(name);
    switch (definition?.kind) {
      case 'ObjectTypeDefinition':
      case 'InterfaceTypeDefinition':
        waiting.push(...(definition.fields ?? []).map(field => nameOf(field.type)));
        break;
      case 'UnionTypeDefinition':
        waiting.push(...(definition.types ?? []).map(each => each.name.value));
        break;
      case 'EnumTypeDefinition':
        break;
      case 'ScalarTypeDefinition':
        if (/json|any|object|map|unknown|mixed/i.test(name)) return false;
        break;
      default:
        return false;
    }
  }
  return true;
}
