import type { Module } from '../../core/program.ts';
import type { SyntaxSource } from '../syntax/source.ts';

/** The module of a file. */
export function rubyModuleOf(source: SyntaxSource): Module {
  return { file: source.file, language: 'ruby', imports: [], exports: [], body: [] };
}
