import { isRecord, targetOf, valueAt, type Keys, type References } from './openapi-references.ts';

/** The answer of a validator of the format to the document as a whole; `because` is its first complaint, or why it was not asked. */
export type Validation = { readonly valid: 'yes' | 'no' | 'unknown'; readonly because?: string };

const MAX_BYTES = 2 * 1024 * 1024;
const MAX_NODES = 60_000;
/** The validator replaces references by what they lead to and walks the result, which can grow without measure. */
const MAX_EXPANDED = 1_000_000;

/**
 * Validates a document against the schema and the rules of its version of OpenAPI.
 *
 * The validator is given a copy of parsed values in which references into other files are already replaced, and is told
 * to resolve nothing external: it opens no file and no connection. It runs in this thread, bounded by size alone.
 */
export async function validateOpenapi(input: {
  readonly formatVersion: string;
  readonly bytes: number;
  readonly references: References;
}): Promise<Validation> {
  const { formatVersion, bytes, references } = input;
  if (!/^(?:2\.0|3\.0(?:\.\d+)?|3\.1(?:\.\d+)?)$/.test(formatVersion)) {
    return { valid: 'unknown', because: `${formatVersion} is not known to the validator` };
  }
  if (references.refused > 0)
    return { valid: 'unknown', because: 'it refers to what is not read: another folder or the network' };
  if (references.missing > 0) return { valid: 'no', because: 'a reference leads to nothing that can be read' };
  if (bytes > MAX_BYTES) return { valid: 'unknown', because: `larger than ${MAX_BYTES} bytes` };
  const copy = selfContained(references);
  if (copy === 'too-large') return { valid: 'unknown', because: `more than ${MAX_NODES} values with its references` };
  if (copy === 'circular')
    return { valid: 'unknown', because: 'files that refer to each other in a circle are not validated' };
  if (expandedSize(copy) > MAX_EXPANDED)
    return { valid: 'unknown', because: `more than ${MAX_EXPANDED} values once its references are written out` };
  return complaintOf(copy);
}

/** Values of a document with every local reference written out; a reference to what contains it counts as one. Each target is weighed once. */
function expandedSize(root: unknown): number {
  const sizes = new Map<object, number>();
  const size = (value: unknown): number => {
    if (typeof value !== 'object' || value === null) return 1;
    const known = sizes.get(value);
    if (known !== undefined) return known;
    sizes.set(value, 1);
    const reference = isRecord(value) ? value['$ref'] : undefined;
    const target = typeof reference === 'string' ? targetOf('', reference) : undefined;
    let total = 1;
    if (target?.kind === 'file') total += size(valueAt(root, target.keys));
    for (const child of Object.values(value)) total += size(child);
    sizes.set(value, total);
    return total;
  };
  return size(root);
}

async function complaintOf(copy: unknown): Promise<Validation> {
  const { default: parser } = await import('@apidevtools/swagger-parser');
  try {
    // The value is checked to be a document of this kind; the validator's types want it spelled out.
    await parser.validate(copy as Parameters<typeof parser.validate>[0], {
      resolve: { external: false },
      dereference: { circular: 'ignore' },
    });
    return { valid: 'yes' };
  } catch (error) {
    // The validator reports every invalid document by throwing.
    return {
      valid: 'no',
      because: firstLine(
        error instanceof Error ? error.message.replace('[object Object]', 'the document') : String(error),
      ),
    };
  }
}

/** Its messages open with a heading line; the first complaint follows. Text of the document in it is cut to a line. */
function firstLine(message: string): string {
  const lines = message
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !/validation failed\.?$/.test(line));
  // oxlint-disable-next-line no-control-regex -- control characters are what must go.
  return (lines[0] ?? 'no reason given').replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ').slice(0, 200);
}

/** A deep copy with plain prototypes; what other files contribute is put in place of the references to them. */
function selfContained(references: References): unknown {
  const open = new Set<string>();
  let nodes = 0;
  let trouble: 'too-large' | 'circular' | undefined;

  const copy = (file: string, value: unknown): unknown => {
    if (trouble || ++nodes > MAX_NODES) {
      trouble ??= 'too-large';
      return undefined;
    }
    if (Array.isArray(value)) return value.map(item => copy(file, item));
    if (!isRecord(value)) return value;
    const reference = value['$ref'];
    const target = typeof reference === 'string' ? targetOf(file, reference) : undefined;
    // A reference of the root document to itself is the validator's own work, and may be circular.
    if (target?.kind === 'file' && !(file === references.root && target.file === file))
      return inlined(target.file, target.keys);
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, copy(file, child)]));
  };
  const inlined = (file: string, keys: Keys): unknown => {
    const id = `${file}#${keys.join('/')}`;
    if (file === references.root)
      return { $ref: `#/${keys.map(key => String(key).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}` };
    if (open.has(id)) {
      trouble = 'circular';
      return undefined;
    }
    open.add(id);
    const value = copy(file, valueAt(references.documents.get(file)?.value, keys));
    open.delete(id);
    return value;
  };

  const whole = copy(references.root, references.documents.get(references.root)?.value);
  return trouble ?? whole;
}
