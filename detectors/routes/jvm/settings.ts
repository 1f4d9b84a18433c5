/** Settings of Java frameworks as facts: names and plain values of files that are read when nothing chooses a profile. */
import type { ProgramFact } from '../../../src/core/facts/program.ts';
import type { Location } from '../../../src/core/location.ts';
import type { DataFile } from '../../../src/parse/data-file.ts';
import type { TextFile } from '../../../src/parse/text-file.ts';

/** Values that may be part of a path or of a rule; all else is of no use here, and may be a secret. */
const PLAIN = /^[\w./${}:,*-]{0,200}$/;
const SECRET = /pass|secret|token|credential|private|key$/i;
const DEPTH = 20;

/** Lines of a properties file. Source: java.util.Properties, load. */
export function propertyFacts(file: TextFile, framework: string): readonly ProgramFact[] {
  const facts: ProgramFact[] = [];
  let offset = 0;
  // Parts of a file that stand for a profile begin with three hashes. Source: Spring Boot, Multi-document files.
  let isProfile = false;
  for (const line of file.text.split('\n')) {
    const [, name, value] =
      /^[ \t]{0,20}([\w.[\]-]{1,200})[ \t]{0,20}[=: ][ \t]{0,20}(.*?)\s*$/.exec(line.slice(0, 600)) ?? [];
    if (/^[#!]---/.test(line)) isProfile = false;
    if (name?.startsWith('spring.config.activate')) isProfile = true;
    if (name !== undefined && value !== undefined && !isProfile)
      facts.push(...settingFact(framework, name, value, file.locate(offset, offset + line.trimEnd().length)));
    offset += line.length + 1;
  }
  return facts;
}

/** Keys of a YAML file, joined by dots. */
export function yamlFacts(file: DataFile, framework: string): readonly ProgramFact[] {
  return file.documents.flatMap(document => {
    const facts: ProgramFact[] = [];
    const walk = (value: unknown, path: readonly (string | number)[]): void => {
      if (path.length > DEPTH) return;
      if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
        for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key]);
      } else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
        facts.push(...settingFact(framework, path.join('.'), String(value), document.locate(path)));
      }
    };
    walk(document.value, []);
    const isProfile = facts.some(
      fact => fact.kind === 'configured' && /^spring\.(?:config\.activate|profiles$)/.test(fact.name),
    );
    return isProfile ? [] : facts;
  });
}

function settingFact(framework: string, name: string, value: string, at: Location): readonly ProgramFact[] {
  if (!PLAIN.test(value) || SECRET.test(name)) return [];
  return [{ kind: 'configured', at, framework, site: { kind: 'nothing', at }, name, value }];
}
