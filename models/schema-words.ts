/** What a zod schema asks for, in words, and the way from a schema to its parts. */
import { z } from 'zod';

export type Schema = z.core.$ZodType;

/** The schema at a path. A union is entered by the alternative that the value chooses; without one there is no answer. */
export function schemaAt(schema: Schema, value: unknown, path: readonly PropertyKey[]): Schema | undefined {
  const here = plain(schema);
  const [key, ...rest] = path;
  if (key === undefined) return here;
  const part = partOf(here, value, key);
  return part === undefined ? undefined : schemaAt(part, childOf(value, key), rest);
}

export function childOf(value: unknown, key: PropertyKey): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<PropertyKey, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Without what only says that it may be left out, or that it is defined further down. */
function plain(schema: Schema): Schema {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodLazy
    ? plain(schema.unwrap())
    : schema;
}

function partOf(schema: Schema, value: unknown, key: PropertyKey): Schema | undefined {
  if (schema instanceof z.ZodObject) return schema.shape[String(key)];
  if (schema instanceof z.ZodArray) return schema.element;
  if (schema instanceof z.ZodRecord) return schema.valueType;
  const option = schema instanceof z.ZodUnion ? optionOf(schema, value) : undefined;
  return option === undefined ? undefined : partOf(option.schema, value, key);
}

/**
 * The alternative of a union of objects that a value means: by the word under the key that tells them apart, else the one
 * whose first key it has.
 */
export function optionOf(
  union: z.ZodUnion,
  value: unknown,
): { readonly schema: Schema; readonly at: number } | undefined {
  if (!isRecord(value)) return undefined;
  const at = union.options.findIndex(option => {
    const shape = shapeOf(option);
    const [first] = Object.keys(shape);
    if (first === undefined || !Object.hasOwn(value, first)) return false;
    return !(union instanceof z.ZodDiscriminatedUnion) || wordsOf(shape[first])?.includes(String(value[first]));
  });
  const schema = union.options[at];
  return schema === undefined ? undefined : { schema: plain(schema), at };
}

/** What tells the alternatives of a union apart: the words under the key that decides, else the first key of each. */
export function kindsOf(schema: Schema | undefined): readonly string[] {
  const union = schema === undefined ? undefined : plain(schema);
  if (!(union instanceof z.ZodUnion)) return [];
  const shapes = union.options.map(shapeOf);
  return union instanceof z.ZodDiscriminatedUnion
    ? shapes.flatMap(shape => wordsOf(Object.values(shape)[0]) ?? [])
    : shapes.flatMap(shape => Object.keys(shape)[0] ?? []);
}

/** Every key that an object knows, or that an alternative of a union does. */
export function keysOf(schema: Schema | undefined): readonly string[] {
  const here = schema === undefined ? undefined : plain(schema);
  if (here instanceof z.ZodUnion) return here.options.flatMap(keysOf);
  return here instanceof z.ZodObject ? Object.keys(here.shape) : [];
}

function shapeOf(schema: Schema): Readonly<Record<string, Schema>> {
  const object = plain(schema);
  return object instanceof z.ZodObject ? object.shape : {};
}

/** The words that a closed choice allows. */
export function wordsOf(schema: Schema | undefined): readonly string[] | undefined {
  const choice = schema === undefined ? undefined : plain(schema);
  if (choice instanceof z.ZodEnum) return choice.options.map(String);
  if (choice instanceof z.ZodLiteral) return [...choice.values].map(String);
  if (!(choice instanceof z.ZodUnion)) return undefined;
  const words = choice.options.map(wordsOf);
  return words.every(each => each !== undefined) ? words.flat() : undefined;
}

/** `a number from 0 to 1`, `text of at least 8 characters`, `a list of one entry or more`. */
export function expectedBy(schema: Schema): string {
  if (schema instanceof z.ZodString) return textOf(schema.minLength ?? 0);
  if (schema instanceof z.ZodNumber) return numberOf(schema);
  if (schema instanceof z.ZodBoolean) return 'true or false';
  if (schema instanceof z.ZodArray)
    return (schema.def.checks ?? []).length > 0 ? 'a list of one entry or more' : 'a list';
  if (schema instanceof z.ZodObject) return `a map with the keys ${neededKeys(schema).join(', ')}`;
  if (schema instanceof z.ZodDiscriminatedUnion) return `a map with the key ${schema.def.discriminator}`;
  if (schema instanceof z.ZodUnion) return `a map with one of the keys ${kindsOf(schema).join(', ')}`;
  return 'a map';
}

function textOf(least: number): string {
  return least > 1 ? `text of at least ${least} characters` : 'text';
}

function numberOf(schema: z.ZodNumber): string {
  const what = schema.isInt ? 'a whole number' : 'a number';
  const { minValue, maxValue } = schema;
  const least = minValue !== null && minValue > Number.MIN_SAFE_INTEGER ? minValue : undefined;
  const most = maxValue !== null && maxValue < Number.MAX_SAFE_INTEGER ? maxValue : undefined;
  if (least !== undefined && most !== undefined) return `${what} from ${least} to ${most}`;
  return least === undefined ? what : `${what}, ${least} or more`;
}

function neededKeys(schema: z.ZodObject): readonly string[] {
  const keys = Object.keys(schema.shape);
  const needed = keys.filter(
    key => !(schema.shape[key] instanceof z.ZodOptional || schema.shape[key] instanceof z.ZodDefault),
  );
  return needed.length > 0 ? needed : keys;
}
