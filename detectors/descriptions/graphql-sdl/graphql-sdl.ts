import type {
  ConstDirectiveNode,
  ConstValueNode,
  FieldDefinitionNode,
  ObjectTypeDefinitionNode,
  ObjectTypeExtensionNode,
} from 'graphql';
import type { DescriptionFact } from '../../../src/core/facts/description.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { GraphqlFile } from '../../../src/parse/graphql.ts';
import { fieldDetails, typesIn, type Types } from './fields.ts';

export const graphqlSdl = defineDetector({
  id: 'graphql-sdl',
  title: 'GraphQL schema',
  kind: 'description',
  docs: 'https://spec.graphql.org/October2021/#sec-Type-System',
  reads: 'graphql',
  files: ['**/*.{graphql,graphqls,gql,sdl}'],
  roles: ['product', 'test', 'example', 'documentation', 'vendored', 'generated'],
  words: ['type ', 'schema'],
  emits: ['description', 'description-operation'],
  limits: [
    'Each file is read by itself: a type that another file defines counts as not constrained.',
    'A schema that stands in a string of source code is not read.',
    'A directive is taken as an authentication rule by its name; what enforces it is in code.',
    'The schema is parsed, not validated as a whole.',
  ],
  version: 1,
  detect: file => {
    const roots = rootTypesOf(file);
    const [first] = roots;
    if (!first) return [];
    const title = (file.path.split('/').at(-1) ?? file.path).replace(/\.[^.]+$/, '');
    const description: DescriptionFact = {
      kind: 'description',
      at: file.locate(first.type.name),
      format: 'graphql',
      formatVersion: '',
      title,
      version: '',
      basePaths: [''],
      servers: [],
      schemes: [],
      valid: 'unknown',
      invalidBecause: 'a schema may be spread over several files',
    };
    const types = typesIn(file);
    return [
      description,
      ...roots.flatMap(root => (root.type.fields ?? []).map(field => operationOf(file, types, root, field))),
    ];
  },
});

type RootMethod = 'QUERY' | 'MUTATION' | 'SUBSCRIPTION';
type RootType = { readonly method: RootMethod; readonly type: ObjectTypeDefinitionNode | ObjectTypeExtensionNode };

const METHODS: { readonly [operation: string]: RootMethod } = {
  query: 'QUERY',
  mutation: 'MUTATION',
  subscription: 'SUBSCRIPTION',
};

/** Root types by what `schema` names them, or else by their usual names; extensions of them too. */
function rootTypesOf(file: GraphqlFile): readonly RootType[] {
  const named = new Map<string, RootMethod>();
  let hasSchema = false;
  for (const definition of file.document.definitions) {
    if (definition.kind !== 'SchemaDefinition' && definition.kind !== 'SchemaExtension') continue;
    hasSchema ||= definition.kind === 'SchemaDefinition';
    for (const { operation, type } of definition.operationTypes ?? [])
      named.set(type.name.value, METHODS[operation] ?? 'QUERY');
  }
  if (!hasSchema)
    for (const [name, method] of [
      ['Query', 'QUERY'],
      ['Mutation', 'MUTATION'],
      ['Subscription', 'SUBSCRIPTION'],
    ] as const)
      named.set(name, method);
  return file.document.definitions.flatMap((type): readonly RootType[] => {
    if (type.kind !== 'ObjectTypeDefinition' && type.kind !== 'ObjectTypeExtension') return [];
    const method = named.get(type.name.value);
    return method && (type.fields ?? []).length > 0 ? [{ method, type }] : [];
  });
}

function operationOf(
  file: GraphqlFile,
  types: Types,
  { method, type }: RootType,
  field: FieldDefinitionNode,
): DescriptionFact {
  const deprecated = field.directives?.find(directive => directive.name.value === 'deprecated');
  return {
    kind: 'description-operation',
    at: file.locate(field.name),
    document: file.path,
    protocol: 'graphql',
    method,
    path: field.name.value,
    ...(deprecated ? { deprecated: file.locate(deprecated) } : {}),
    security: securityOf(file, type, field),
    parameters: (field.arguments ?? []).map(argument => ({ name: argument.name.value, in: 'body' })),
    ...fieldDetails(file, types, field),
    splitsReadAndWrite: method === 'MUTATION' && (field.arguments ?? []).length > 0,
    errorResponses: [],
  };
}

const DEMANDS =
  /^(?:auth|authenticated?|isauthenticated|isauth|authoriz(?:e|ed|ation)|authoris(?:e|ed|ation)|requires?auth(?:entication)?|requires?scopes?|requires?permissions?|requires?roles?|has(?:role|roles|permission|permissions|scope|scopes)|aws_(?:auth|cognito_user_pools|iam|oidc|lambda)|guard|policy|can|loggedin|private)$/i;
const FREES = /^(?:public|skipauth|anonymous|allowanonymous|noauth|unauthenticated)$/i;

/** Directives of the field itself go before those of its type. */
function securityOf(
  file: GraphqlFile,
  type: RootType['type'],
  field: FieldDefinitionNode,
): Extract<DescriptionFact, { kind: 'description-operation' }>['security'] {
  for (const directives of [field.directives ?? [], type.directives ?? []]) {
    const free = directives.find(directive => FREES.test(directive.name.value) || letsAnyoneIn(directive));
    if (free) return { status: 'none', schemes: [], scopes: [], at: file.locate(free) };
    const demanding = directives.filter(directive => DEMANDS.test(directive.name.value));
    const [first] = demanding;
    if (first) {
      return {
        status: 'required',
        schemes: [...new Set(demanding.map(directive => directive.name.value))].toSorted(),
        scopes: [
          ...new Set(
            demanding.flatMap(directive => (directive.arguments ?? []).flatMap(argument => wordsIn(argument.value))),
          ),
        ].toSorted(),
        at: file.locate(first),
      };
    }
  }
  return { status: 'unstated', schemes: [], scopes: [], at: file.locate(field.name) };
}

/** `@auth(rules: [{ allow: public }])`: one of the rules lets everybody in. */
function letsAnyoneIn(directive: ConstDirectiveNode): boolean {
  return (
    directive.name.value === 'auth' &&
    (directive.arguments ?? []).some(argument => allowed(argument.value).includes('public'))
  );
}

function allowed(value: ConstValueNode): readonly string[] {
  if (value.kind === 'ListValue') return value.values.flatMap(allowed);
  if (value.kind !== 'ObjectValue') return [];
  return value.fields.flatMap(field => (field.name.value === 'allow' ? wordsIn(field.value) : []));
}

function wordsIn(value: ConstValueNode): readonly string[] {
  if (value.kind === 'StringValue' || value.kind === 'EnumValue') return [value.value];
  if (value.kind === 'ListValue') return value.values.flatMap(wordsIn);
  return value.kind === 'ObjectValue' ? value.fields.flatMap(field => wordsIn(field.value)) : [];
}
