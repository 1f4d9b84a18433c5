/** Routes that controllers have by their names. Source: CodeIgniter, Auto Routing (Improved), Auto Routing (Legacy). */
import type { Method, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { ClassNode } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { namespaceOf, textAt } from '../values.ts';
import { VERBS } from '../verbs.ts';
import { CODEIGNITER_RULES } from './rules.ts';

/** Automatic routing is on; and it looks for methods that begin with that of the request. */
const AUTOMATIC = 'codeigniter-auto-routes';
const IMPROVED = 'codeigniter-improved-auto-routes';

export function automaticFacts(file: ProgramFile): readonly ProgramFact[] {
  return [...switches(file), ...file.classes.flatMap(cls => actionsOf(file, cls))];
}

/** `public bool $autoRoute = true;`, `$routes->setAutoRoute(true)` */
function switches(file: ProgramFile): readonly ProgramFact[] {
  if (!/(?:^|\/)Config\/\w+\.php$/.test(file.path)) return [];
  const on = (at: ClassNode['at'], what: string): ProgramFact => {
    return { kind: 'enables', at, framework: 'codeigniter', site: textAt(at, what), what };
  };
  const fields = file.classes.flatMap(({ members }) =>
    members.flatMap(member => {
      if (member.kind !== 'field' || member.value?.kind !== 'boolean' || !member.value.value) return [];
      if (member.name === 'autoRoute') return [on(member.nameAt, AUTOMATIC)];
      return member.name === 'autoRoutesImproved' ? [on(member.nameAt, IMPROVED)] : [];
    }),
  );
  const calls = file.calls.flatMap(({ call, name }) => {
    const [given] = call.args;
    return name === 'setAutoRoute' && given?.kind === 'boolean' && given.value ? [on(call.nameAt, AUTOMATIC)] : [];
  });
  return [...fields, ...calls];
}

/** `GET /blog-posts/show-all/{id}` for `BlogPosts::getShowAll($id)`; without improvement, any method for `show_all`. */
function actionsOf(file: ProgramFile, cls: ClassNode): readonly ProgramFact[] {
  const folder = /(?:^|\/)app\/Controllers\/((?:\w+\/)*)\w+\.php$/.exec(file.path)?.[1];
  if (folder === undefined || cls.name === undefined || cls.isAbstract || !cls.extends) return [];
  const start = `/${folder.toLowerCase()}${dashed(cls.name)}`;
  const full = `\\${namespaceOf(file)}\\${cls.name}`;
  return cls.members.flatMap((member): readonly ProgramFact[] => {
    if (member.kind !== 'method' || member.isStatic || member.isHidden || /^_|^initController$/.test(member.name))
      return [];
    const places = member.fn.parameters.flatMap(({ pattern }) =>
      pattern.kind === 'name' ? [`/{${pattern.name}${pattern.byDefault ? '?' : ''}}`] : [],
    );
    const [, verb, action] = /^(get|post|put|patch|delete|options|head)([A-Z]\w*)$/.exec(member.name) ?? [];
    const improved = verb === undefined ? undefined : VERBS.get(verb);
    const pathOf = (name: string): string =>
      `${start}${name === 'index' && places.length === 0 ? '' : `/${name}`}${places.join('')}`;
    const one = (methods: readonly Method[], path: string, hangs: Hangs): ProgramFact => ({
      kind: 'route',
      at: member.nameAt,
      framework: 'codeigniter',
      site: textAt(member.nameAt, path),
      rules: CODEIGNITER_RULES,
      methods,
      path: textAt(member.nameAt, path),
      chain: [textAt(member.nameAt, `${full}::${member.name}`)],
      ...hangs,
    });
    return [
      ...(improved && action !== undefined
        ? [one([improved], pathOf(dashed(action)), { needs: [AUTOMATIC, IMPROVED] })]
        : []),
      one(['ANY'], pathOf(member.name), { needs: [AUTOMATIC], unless: IMPROVED }),
    ];
  });
}

type Hangs = { readonly needs: readonly string[]; readonly unless?: string };

function dashed(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
}
