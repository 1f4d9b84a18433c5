import type { Module } from '../../core/program.ts';
import type { SyntaxSource } from '../syntax/source.ts';

export function javaModuleOf(source: SyntaxSource): Module {
  return { file: source.file, language: 'java', imports: [], exports: [], body: [] };
}
