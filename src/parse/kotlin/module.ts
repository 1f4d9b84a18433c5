import type { Module } from '../../core/program.ts';
import type { SyntaxSource } from '../syntax/source.ts';

export function kotlinModuleOf(source: SyntaxSource): Module {
  return { file: source.file, language: 'kotlin', imports: [], exports: [], body: [] };
}
