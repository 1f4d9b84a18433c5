/** Where an application starts, and what it leaves out. */
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { attributeOf, findAnnotation } from '../annotations.ts';
import { FRAMEWORK } from './mappings.ts';

const BOOT = ['org.springframework.boot.autoconfigure', 'org.springframework.boot'];

export function applicationFacts(file: ProgramFile): readonly ProgramFact[] {
  return file.classes.flatMap((cls): readonly ProgramFact[] => {
    const starting = findAnnotation(file, cls.decorators, BOOT, 'SpringBootApplication', 'EnableAutoConfiguration');
    const { nameAt: at } = cls;
    const bases = [cls.extends, ...(cls.others ?? [])].flatMap(base =>
      base?.kind === 'name'
        ? [base.name]
        : base?.kind === 'call' && base.callee.kind === 'name'
          ? [base.callee.name]
          : [],
    );
    const isServlet = bases.some(name =>
      /^(?:SpringBootServletInitializer|WebApplicationInitializer|AbstractAnnotationConfigDispatcherServletInitializer)$/.test(
        name,
      ),
    );
    if (!starting && (!isServlet || cls.isAbstract)) return [];
    const facts: ProgramFact[] = [{ kind: 'application', at, framework: FRAMEWORK, site: { kind: 'nothing', at } }];
    const excluded = starting && attributeOf(starting, 'exclude', 'excludeName');
    const items = excluded?.kind === 'list' ? excluded.items : excluded ? [excluded] : [];
    const isExcluded = items.some(
      item =>
        (item.kind === 'name' && EXCLUDED.test(item.name)) ||
        (item.kind === 'member' &&
          (EXCLUDED.test(item.name) || (item.of.kind === 'name' && EXCLUDED.test(item.of.name)))) ||
        (item.kind === 'text' && EXCLUDED.test(item.value.split('.').at(-1) ?? '')),
    );
    if (isExcluded) facts.push(withoutSecurity(at, `without security ${cls.id}`));
    return facts;
  });
}

const EXCLUDED = /^(?:Reactive|ServletWeb)?(?:Web)?SecurityAutoConfiguration$/;

/** Without the automatic configuration, nothing is guarded unless the application says so. */
export function withoutSecurity(at: ProgramFact['at'], list: string): ProgramFact {
  return {
    kind: 'access-list',
    at,
    framework: FRAMEWORK,
    site: { kind: 'nothing', at },
    list,
    order: { kind: 'number', at, value: 0 },
    otherwise: 'open',
    isFallback: true,
  };
}
