/** Filters that stand before paths. Source: CodeIgniter, Controller Filters (Configuring Filters). */
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { entryOf, itemsOf, textAt, textsIn } from '../values.ts';
import { CODEIGNITER_RULES, FILTER_CLASSES } from './rules.ts';

export function filterFacts(file: ProgramFile): readonly ProgramFact[] {
  if (!/(?:^|\/)Config\/Filters\.php$/.test(file.path)) return [];
  return file.classes.flatMap(cls =>
    cls.members.flatMap((member): readonly ProgramFact[] => {
      if (member.kind !== 'field' || !member.value) return [];
      const { value } = member;
      if (member.name === 'aliases')
        return [
          { kind: 'guard-names', at: value.at, framework: 'codeigniter', site: value, names: value },
          ...exportsAt(file, value),
        ];
      if (member.name === 'globals' || member.name === 'required') return everywhere(entryOf(value, 'before'));
      return member.name === 'filters' ? onPaths(value) : [];
    }),
  );
}

/** What the classes of filters do that the file names. */
function exportsAt(file: ProgramFile, { at }: Expr): readonly ProgramFact[] {
  return FILTER_CLASSES.filter(({ module, name }) => file.text.includes(module) && file.text.includes(name)).map(
    ({ module, name, filter }): ProgramFact => ({
      kind: 'guard-export',
      at,
      framework: 'codeigniter',
      site: textAt(at, name),
      module,
      name,
      effect: filter.effect,
      ...(filter.mechanism && { mechanism: filter.mechanism }),
      ...(filter.limiter && { limiter: true }),
      why: filter.why,
    }),
  );
}

/** `'before' => ['csrf', 'auth' => ['except' => ['login', 'api/*']]]` */
function everywhere(before: Expr | undefined): readonly ProgramFact[] {
  if (before?.kind === 'list') return before.items.map(item => guard(item, item, {}));
  if (before?.kind !== 'record') return [];
  return before.entries.flatMap((entry): readonly ProgramFact[] => {
    if (entry.kind !== 'entry') return [];
    if (/^\d+$/.test(entry.key)) return [guard(entry.value, entry.value, {})];
    const except = entryOf(entry.value, 'except');
    return [guard(entry.value, textAt(entry.keyAt, entry.key), except ? { except: { ...exceptions(except) } } : {})];
  });
}

/** `'auth' => ['before' => ['admin', 'admin/*']]` */
function onPaths(filters: Expr): readonly ProgramFact[] {
  if (filters.kind !== 'record') return [];
  return filters.entries.flatMap(entry => {
    if (entry.kind !== 'entry') return [];
    return itemsOf(entryOf(entry.value, 'before')).flatMap((path): readonly ProgramFact[] => {
      if (path.kind !== 'text') return [];
      const isBelow = path.value.endsWith('*');
      // `admin/*` is not `admin`.
      const isBeneath = path.value.endsWith('/*');
      const prefix = textAt(path.at, `/${path.value.replace(/\/?\*+$/, '').replace(/^\/+/, '')}`);
      return [
        guard(path, textAt(entry.keyAt, entry.key), {
          prefix,
          covers: isBeneath ? ('beneath' as const) : isBelow ? ('below' as const) : ('matching' as const),
        }),
      ];
    });
  });
}

/** Paths with a star spare all that begins so. */
function exceptions(except: Expr): Expr {
  const items = textsIn(except).flatMap(path => {
    const plain = `/${path.replace(/^\/+/, '')}`;
    if (!plain.endsWith('*')) return [plain];
    const start = plain.replace(/\*+$/, '');
    return start.endsWith('/') ? [`${start}*`] : [start, `${start}/*`];
  });
  return { kind: 'list', at: except.at, items: items.map(item => textAt(except.at, item)) };
}

type Where = { readonly prefix?: Expr; readonly covers?: 'below' | 'beneath' | 'matching'; readonly except?: Expr };

function guard(site: Expr, filter: Expr, where: Where): ProgramFact {
  return {
    kind: 'guard',
    at: filter.at,
    framework: 'codeigniter',
    site,
    rules: CODEIGNITER_RULES,
    guards: [filter],
    onlyRefusals: true,
    ...where,
  };
}
