/** What packages that check values against schemas are called by. Sources: the README and API reference of each package. */

/** Packages whose schemas check values by methods of their own: `schema.parse(value)`. */
export const SCHEMA_PACKAGES: ReadonlySet<string> = new Set([
  'zod',
  'zod/v3',
  'zod/v4',
  'zod/mini',
  'joi',
  '@hapi/joi',
  'celebrate',
  'yup',
  'arktype',
  'runtypes',
  'io-ts',
  'superstruct',
  '@hono/zod-openapi',
  '@sinclair/typebox/compiler',
  'ajv',
  'ajv/dist/2019',
  'ajv/dist/2020',
  '@vinejs/vine',
]);

/** Methods of schemas that throw or reject what does not fit. */
export const THROWING: ReadonlySet<string> = new Set([
  'parse',
  'parseAsync',
  'validateAsync',
  'validateSync',
  'assert',
  'attempt',
  'create',
]);

/** Methods of schemas that say whether a value fits, and leave it to the caller to refuse. */
export const REPORTING: ReadonlySet<string> = new Set([
  'safeParse',
  'safeParseAsync',
  'spa',
  'validate',
  'isValid',
  'isValidSync',
  'Check',
  'is',
  'tryValidate',
]);

/** Functions that are handed schema and value: `v.parse(schema, value)`. */
export const CHECKING_FUNCTIONS: readonly {
  readonly module: string;
  readonly names: readonly string[];
  readonly reports: boolean;
}[] = [
  { module: 'valibot', names: ['parse', 'parseAsync'], reports: false },
  { module: 'valibot', names: ['safeParse', 'safeParseAsync', 'is'], reports: true },
  { module: 'superstruct', names: ['assert', 'create', 'mask'], reports: false },
  { module: 'superstruct', names: ['validate', 'is'], reports: true },
  { module: '@sinclair/typebox/value', names: ['Parse', 'Assert', 'Decode'], reports: false },
  { module: '@sinclair/typebox/value', names: ['Check'], reports: true },
  { module: 'joi', names: ['assert', 'attempt'], reports: false },
  { module: 'class-validator', names: ['validateOrReject'], reports: false },
  { module: 'class-validator', names: ['validate', 'validateSync'], reports: true },
];

/** Parts of a schema's making that let anything pass. */
export const OPEN_SCHEMAS: ReadonlySet<string> = new Set([
  'any',
  'unknown',
  'passthrough',
  'loose',
  'looseObject',
  'catchall',
]);

/** Decorators of `class-validator` that constrain nothing by themselves. */
export const OPEN_DECORATORS: ReadonlySet<string> = new Set(['Allow', 'IsOptional', 'ValidateIf', 'IsDefined']);
