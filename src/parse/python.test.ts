import { beforeAll, expect, test } from 'vitest';
import { visitNodes } from '../link/walk.ts';
import type { Location } from '../core/location.ts';
import type { Module } from '../core/program.ts';
import { exportText, importText, moduleText, typeText } from '../../tests/support/program-text.ts';
import { pythonModule } from './python.ts';
import { programFile } from './program-index.ts';
import { loadGrammar } from './syntax/grammar.ts';

beforeAll(() => loadGrammar('python'));

function parsed(text: string) {
  const result = pythonModule('a.py', text);
  if (result.kind !== 'parsed') throw new Error('not parsed');
  return result;
}

function moduleOf(text: string): Module {
  return parsed(text).file;
}

function fileOf(text: string) {
  return programFile('a.py', 'product', text, moduleOf(text));
}

const formOf = (text: string): string => moduleText(moduleOf(text));
void visitNodes;
const places: Location[] = [];
void places;
