/** Whether what is passed as a secret is written in the code. */
import type { Expr, FunctionNode } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { type SecretForms, type WrittenSecret, writtenSecretIn } from '../written-secret.ts';

/** `Buffer.from('…', 'hex')`, `new TextEncoder().encode('…')`. */
const FORMS: SecretForms = { encoders: new Set(['from', 'encode']), same: new Set() };

export function writtenSecret(
  file: ProgramFile,
  expr: Expr,
  inside: readonly FunctionNode[],
): WrittenSecret | undefined {
  return writtenSecretIn(file, expr, inside, FORMS);
}
