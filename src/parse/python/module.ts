import type { Module } from '../../core/program.ts';
import type { SyntaxSource } from '../syntax/source.ts';

export function moduleOf(source: SyntaxSource): Module {
  return { file: source.file, language: 'python', imports: [], exports: [], body: [] };
}
