import type { Module } from '../../core/program.ts';
import type { SyntaxSource } from '../syntax/source.ts';

/** The module of a file. */
export function goModuleOf(source: SyntaxSource): Module {
  return { file: source.file, language: 'go', imports: [], exports: [], body: [] };
}
