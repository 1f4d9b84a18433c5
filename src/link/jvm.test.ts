/** How Java and Kotlin code finds what other files declare, through the real front end and the real resolver. */
import { beforeAll, expect, test } from 'vitest';
import { programModule } from '../parse/program-module.ts';
import { jvmResolver } from '../parse/jvm/resolve.ts';
import { loadGrammar } from '../parse/syntax/grammar.ts';
import { entryOrder } from './entries.ts';
import { newMachine, type Program } from './machine.ts';
import { loadModule } from './modules.ts';
import type { Value } from './value.ts';

beforeAll(() => loadGrammar('java'));

function programOf(sources: Readonly<Record<string, string>>): Program {
  const modules = Object.entries(sources).flatMap(([path, text]) => {
    const parsed = programModule(path.endsWith('.java') ? 'java' : 'kotlin', path, text);
    return parsed.kind === 'parsed' ? [[path, parsed.file] as const] : [];
  });
  return {
    modules: new Map(modules),
    facts: [],
    resolve: jvmResolver(new Set(Object.keys(sources)), path => sources[path]),
    readData: () => undefined,
    filesBelow: () => [],
    componentOf: () => '.',
    usesFramework: () => false,
    build: { partOf: () => '.', partsOf: part => new Set([part]), applicationsOf: () => [] },
  };
}

/** The static fields of the class `Main`, whose file is loaded first. */
function fieldsOf(sources: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const machine = newMachine(programOf(sources));
  loadModule(machine, 'a/Main.java');
  const main = [...machine.classes.values()].find(({ cls }) => cls.name === 'Main');
  return Object.fromEntries([...(main?.statics ?? [])].map(([name, value]) => [name, shown(value)]));
}

function shown(value: Value): string {
  switch (value.kind) {
    case 'text':
      return value.value;
    case 'class':
      return `class ${value.cls.name ?? ''}`;
    case 'instance':
      return `new ${value.of.cls.name ?? ''}`;
    case 'external':
      return `${value.module}#${value.path.join('.')}`;
    default:
      return value.kind;
  }
}

test('a name is found by a single import, in the same package, by wildcards, and nested in a class', () => {
  const fields = fieldsOf({
    'a/Main.java': `package a;
import b.Paths;
import b.Paths.Deep;
import static b.Paths.ROOT;
import static b.More.*;
import c.*;
import org.x.*;
class Main {
  static Object root = ROOT, users = Paths.ROOT + "/users", deep = Deep.NAME, deeper = Deep.Er.NAME;
  static Object more = MORE, near = Near.NAME, wild = Wild.NAME, outside = Outside, made = Foreign.of;
}`,
    'a/Near.java': 'package a; class Near { static final String NAME = "near"; }',
    'b/Paths.java':
      'package b; class Paths { static final String ROOT = "/root"; static class Deep { static String NAME = "deep"; enum Er { X; static String NAME = "deeper"; } } }',
    'b/More.java': 'package b; interface More { String MORE = "more"; }',
    'c/Wild.java': 'package c; class Wild { static String NAME = "wild"; }',
  });
  expect(fields).toEqual({
    root: '/root',
    users: '/root/users',
    deep: 'deep',
    deeper: 'deeper',
    more: 'more',
    near: 'near',
    wild: 'wild',
    outside: 'unknown',
    made: 'org.x#Foreign.of',
  });
});

test('files that use each other find their bases, whichever is loaded first', () => {
  const sources = {
    'a/Main.java': 'package a; class Main extends Base { static Object made = new Main(), base = Base.NAME; }',
    'a/Base.java': 'package a; class Base { static String NAME = "base"; Main make() { return new Main(); } }',
  };
  expect(fieldsOf(sources)).toEqual({ made: 'new Main', base: 'base' });
  const machine = newMachine(programOf(sources));
  for (const file of entryOrder(machine.program).toReversed()) loadModule(machine, file);
  expect([...machine.classes.values()].map(({ cls, base }) => `${cls.name} ${base ? shown(base) : ''}`)).toEqual([
    'Base ',
    'Main class Base',
  ]);
});
