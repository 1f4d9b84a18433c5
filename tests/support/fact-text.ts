import type { PieceFact } from '../../src/core/facts/piece.ts';
import type { FactBody } from '../../src/core/fact.ts';
import type { Mark } from '../../src/core/facts/mark.ts';
import type { AccessPattern, ComesFrom, Implicit, Method, ProgramFact } from '../../src/core/facts/program.ts';
import type { Location } from '../../src/core/location.ts';
import type { Expr } from '../../src/core/program.ts';
import { isProgramKind } from '../../src/program.ts';
import { boundText } from './bound-text.ts';
import { settingText } from './setting-text.ts';

/** A fact in the words of a mark: `short` says what it is, `details` what else it holds (`on app; chain auth, show`). */
export type FactText = { readonly short: string; readonly details: string };

/** The source text of a span, on one line. */
export type SourceOf = (at: Location) => string;

/** The canonical text of a fact. Literals are shown by value, other expressions as source text. */
export function factText(fact: FactBody, sourceOf: SourceOf): FactText {
  const said = isProgramFact(fact)
    ? programText(fact, sourceOf)
    : fact.kind === 'switch'
      ? { words: [fact.kind, fact.name, fact.isSafe ? 'on' : 'off'], details: [fact.what] }
      : fact.kind === 'practice'
        ? { words: [fact.practice, fact.standing], details: [fact.what] }
        : { words: [fact.kind], details: plainDetails(fact) };
  return {
    short: said.words.filter(word => word !== '').join(' '),
    details: said.details.filter(detail => detail !== '').join('; '),
  };
}

function implicitText(implicit: Implicit | undefined): string {
  return implicit ? `in its builder, or ${implicit.otherwise}` : '';
}

export type Said = { readonly words: readonly string[]; readonly details: readonly string[] };

function served({ serves }: Extract<ProgramFact, { kind: 'router' }>): readonly (Expr | undefined)[] {
  return serves ? [serves.path, serves.handler] : [];
}

export type Words = {
  readonly one: (expr: Expr | undefined) => string;
  readonly named: (name: string, ...exprs: readonly (Expr | undefined)[]) => string;
};

function routerText(
  fact: Extract<ProgramFact, { kind: 'router' }>,
  sourceOf: SourceOf,
  { one, named, ofText }: Words & { readonly ofText: (of: ComesFrom | undefined) => string },
): Said {
  return {
    words: ['router', fact.role, fact.framework],
    details: [
      named('prefix', fact.prefix),
      named('chain', ...(fact.chain ?? [])),
      named('guards', ...(fact.guards ?? [])),
      ...(fact.routes ?? []).map(
        route => `route ${methodsText(route.methods, sourceOf)} ${one(route.path)} ${route.chain.map(one).join(', ')}`,
      ),
      named('from', fact.from),
      implicitText(fact.implicit),
      named('serves', ...served(fact)),
      named('below', fact.below),
      fact.takes ? `takes ${Object.values(fact.takes).flat().join(', ')}` : '',
      fact.parameter === undefined ? '' : `parameter ${fact.parameter}`,
      ofText(fact.of),
    ],
  };
}

function routeText(fact: Extract<ProgramFact, { kind: 'route' }>, sourceOf: SourceOf, { one, named }: Words): Said {
  return {
    words: ['route', methodsText(fact.methods, sourceOf), one(fact.path)],
    details: [
      named('on', fact.on),
      implicitText(fact.implicit),
      named('chain', ...fact.chain),
      named('guards', ...(fact.guards ?? [])),
      fact.validated ? `validated ${sourceOf(fact.validated)}` : '',
      fact.isDeprecated ? 'deprecated' : '',
      fact.onlyIfDefined ? 'if defined' : '',
    ],
  };
}

function mountText(fact: Extract<ProgramFact, { kind: 'mount' }>, { one, named }: Words): Said {
  return {
    words: ['mount', one(fact.prefix)],
    details: [
      named('on', fact.on),
      named('chain', ...fact.chain),
      fact.calls ? `calls ${fact.calls}` : '',
      fact.members ? `members ${fact.members.join(', ')}` : '',
      implicitText(fact.implicit),
      fact.prefixMayLead ? 'prefix may lead' : '',
      fact.replacesPrefix ? 'replaces prefix' : '',
      named('guards', ...(fact.guards ?? [])),
      fact.isApart ? 'apart' : '',
    ],
  };
}

function partText(
  part: Extract<ProgramFact, { kind: 'supplied' }>['part'],
  one: (expr: Expr | undefined) => string,
): string {
  if (!part) return '';
  return [part.isDemanded ? 'demanded' : 'optional', 'of', part.of, one(part.name)].join(' ').trim();
}

function isProgramFact(fact: FactBody): fact is ProgramFact {
  return isProgramKind(fact.kind);
}

function pieceText(
  fact: PieceFact,
  sourceOf: SourceOf,
  {
    one,
    named,
  }: {
    readonly one: (expr: Expr | undefined) => string;
    readonly named: (name: string, ...exprs: readonly (Expr | undefined)[]) => string;
  },
): Said {
  switch (fact.kind) {
    case 'piece':
      return {
        words: ['piece', fact.methods ? methodsText(fact.methods, sourceOf) : '', ...(fact.path ?? []).map(one)],
        details: [
          named('of', ...(fact.of ?? [])),
          fact.isEither ? 'either' : '',
          fact.isBefore ? 'before' : '',
          fact.guard ? [fact.guard.effect, fact.guard.mechanism ?? ''].join(' ').trim() : '',
          named('guards', ...(fact.guards ?? [])),
          fact.isOptional ? 'optional' : '',
          fact.isEndpoint ? 'endpoint' : '',
        ],
      };
    case 'behind':
      return { words: ['behind', one(fact.of)], details: [named('inner', ...fact.inner)] };
    case 'routes-of':
      return {
        words: ['routes-of', ...fact.items.map(one)],
        details: [fact.isStarted ? 'started' : '', named('prefix', fact.prefix)],
      };
  }
}

function programText(fact: ProgramFact, sourceOf: SourceOf): Said {
  const one = (expr: Expr | undefined): string => (expr === undefined ? '' : exprText(expr, sourceOf));
  const named = (name: string, ...exprs: readonly (Expr | undefined)[]): string => {
    const shown = exprs.map(one).filter(text => text !== '');
    return shown.length === 0 ? '' : `${name} ${shown.join(', ')}`;
  };
  const patternText = ({ paths, syntax, methods }: AccessPattern): string =>
    [methods ? methodsText(methods, sourceOf) : '', one(paths), syntax === 'regex' ? 'as expression' : '']
      .filter(text => text !== '')
      .join(' ');
  const ofText = (of: ComesFrom | undefined): string =>
    of ? `${named('of', of.value)} from ${of.modules.join(', ')}` : '';
  switch (fact.kind) {
    case 'drawing':
    case 'callback':
      return { words: [fact.kind, fact.kind === 'drawing' ? fact.word : fact.does], details: [] };
    case 'router':
      return routerText(fact, sourceOf, { one, named, ofText });
    case 'route':
      return routeText(fact, sourceOf, { one, named });
    case 'mount':
      return mountText(fact, { one, named });
    case 'piece':
    case 'behind':
    case 'routes-of':
      return pieceText(fact, sourceOf, { one, named });
    case 'mount-directory':
      return {
        words: ['mount-directory', one(fact.directory)],
        details: [
          named('on', fact.on),
          named('prefix', fact.prefix),
          fact.directoryPrefixes ? '' : 'no directory prefixes',
          fact.directoryParameters ? 'directory parameters' : '',
          fact.hookFiles ? `hook files ${fact.hookFiles}` : '',
        ],
      };
    case 'property':
      return { words: ['property', one(fact.name)], details: [named('on', fact.on), named('value', fact.value)] };
    case 'guard':
    case 'guard-kind':
    case 'guard-names':
    case 'guard-export':
      return guardText(fact, { one, named, ofText });
    case 'alias':
      return {
        words: ['alias', one(fact.value), fact.sharesScope ? 'in the same scope' : ''],
        details: [named('except', fact.except), ...[fact.member].flatMap(name => (name ? [`member ${name}`] : []))],
      };
    case 'base-path':
      return { words: ['base-path', one(fact.prefix)], details: [named('on', fact.on), named('except', fact.except)] };
    case 'versioning':
      return {
        words: ['versioning', one(fact.type)],
        details: [named('on', fact.on), named('prefix', fact.prefix), named('by default', fact.byDefault)],
      };
    case 'named-value':
      return { words: ['named-value', one(fact.name)], details: [named('value', fact.value)] };
    case 'entry-script':
      return { words: ['entry-script'], details: [] };
    case 'named-lookup':
      return { words: ['named-lookup', one(fact.name)], details: [] };
    case 'access-list':
      return {
        words: ['access-list', fact.otherwise],
        details: [
          fact.isFallback ? 'fallback' : '',
          fact.needsScope ? 'needs scope' : '',
          fact.condition === undefined ? '' : `if ${fact.condition}`,
          named('order', fact.order),
          fact.mechanism ?? '',
        ],
      };
    case 'access-rule':
      return {
        words: ['access-rule', fact.effect, (fact.match ?? []).map(patternText).join(', ')],
        details: [named('scopes', ...(fact.scopes ?? [])), fact.mechanism ?? ''],
      };
    case 'access-annotations':
    case 'filter-base':
    case 'filter-use':
    case 'router-file':
    case 'mount-file':
    case 'served-file':
    case 'includes':
      return standingText(fact, one);
    case 'described-routes':
      return {
        words: ['described-routes', one(fact.document)],
        details: [named('on', fact.on), named('prefix', fact.prefix)],
      };
    case 'auth-provider':
      return { words: ['auth-provider', one(fact.name), fact.effect, fact.mechanism ?? ''], details: [] };
    case 'compose':
      return { words: ['compose', one(fact.of)], details: [named('guards', ...fact.guards)] };
    case 'view-base':
    case 'view':
    case 'resource':
    case 'entry-list':
    case 'named-path':
    case 'named-view':
    case 'conventional-route':
    case 'object-tree':
    case 'application-routes':
    case 'project-setting':
    case 'known-export':
    case 'router-base':
    case 'function-view':
    case 'view-attribute':
    case 'decision':
    case 'member-guard':
    case 'class-guard':
    case 'defines':
      return viewText(fact, one);
    case 'bound-objects':
    case 'request-route':
    case 'own-route':
    case 'service':
    case 'service-handler':
    case 'procedure':
      return boundText(fact, { one, named, implicitText });
    case 'supplied':
      return { words: ['supplied', fact.guards.map(one).join(', ')], details: [partText(fact.part, one)] };
    case 'middleware':
      return {
        words: ['middleware', fact.guards.map(one).join(', ')],
        details: [named('on', fact.on), named('routes', ...fact.routes), named('except', ...fact.except)],
      };
    case 'enables':
    case 'stored-class':
    case 'application':
    case 'class-prefix':
    case 'configured':
      return settingText(fact, { one, named });
    case 'mark':
      return { words: ['mark', fact.mark.kind, ...markWords(fact.mark, sourceOf)], details: [] };
  }
}

type OfGuards = Extract<ProgramFact, { kind: 'guard' | 'guard-kind' | 'guard-names' | 'guard-export' }>;

function guardText(
  fact: OfGuards,
  { one, named, ofText }: Words & { readonly ofText: (of: ComesFrom | undefined) => string },
): Said {
  switch (fact.kind) {
    case 'guard':
      return {
        words: ['guard', fact.stage ?? '', one(fact.prefix)],
        details: [
          named('on', fact.on),
          implicitText(fact.implicit),
          named('guards', ...fact.guards),
          fact.methods ? fact.methods.join(', ') : '',
          fact.covers === 'matching' ? 'matching' : '',
          fact.isEverywhere ? 'everywhere' : '',
          fact.prefixMayLead ? 'prefix may lead' : '',
          named('except', fact.except),
          named('matcher', fact.matcher),
        ],
      };
    case 'guard-kind':
      return {
        words: [
          'guard-kind',
          fact.effect,
          fact.hands ?? '',
          fact.mechanism ?? '',
          fact.limiter ? 'limiter' : '',
          ...(fact.controls ?? []),
        ],
        details: [
          fact.limitsNothing ? `stops nobody: ${fact.limitsNothing.why}` : '',
          named('rule', fact.rule),
          fact.needs === undefined ? '' : `needs ${fact.needs}`,
          ...metadataWords(fact),
          named('scopes', ...(fact.scopes ?? [])),
          named('providers', ...(fact.providers ?? [])),
          named('except', fact.except),
          named('skips', fact.skips),
          ofText(fact.of),
        ],
      };
    case 'guard-names':
      return { words: ['guard-names', one(fact.names), fact.adds ? 'added' : ''], details: [] };
    case 'guard-export':
      return {
        words: [
          'guard-export',
          fact.effect,
          fact.mechanism ?? '',
          fact.limiter ? 'limiter' : '',
          ...(fact.controls ?? []),
        ],
        details: [`${fact.module} ${fact.name}`],
      };
  }
}

function metadataWords({ onlyFor, marks }: Extract<ProgramFact, { kind: 'guard-kind' }>): readonly string[] {
  return [onlyFor === undefined ? '' : `only for ${onlyFor}`, marks === undefined ? '' : `marks ${marks}`];
}

type OfViews = Extract<
  ProgramFact,
  {
    kind:
      | 'view-base'
      | 'view'
      | 'resource'
      | 'entry-list'
      | 'named-path'
      | 'named-view'
      | 'conventional-route'
      | 'object-tree'
      | 'application-routes'
      | 'project-setting'
      | 'known-export'
      | 'router-base'
      | 'function-view'
      | 'view-attribute'
      | 'decision'
      | 'member-guard'
      | 'class-guard'
      | 'defines';
  }
>;

function viewText(fact: OfViews, one: (expr: Expr | undefined) => string): Said {
  switch (fact.kind) {
    case 'view-base':
      return { words: ['view-base', `${fact.module}.${fact.name}`], details: [] };
    case 'view':
      return { words: ['view', one(fact.of)], details: [fact.actions ? `actions ${one(fact.actions)}` : ''] };
    case 'resource':
      return { words: ['resource', one(fact.path), one(fact.handler)], details: [`on ${one(fact.on)}`] };
    case 'entry-list':
      return { words: ['entry-list'], details: [] };
    case 'named-path':
      return { words: ['named-path', one(fact.name), one(fact.path)], details: [`on ${one(fact.on)}`] };
    case 'named-view':
      return { words: ['named-view', one(fact.name), one(fact.methods), one(fact.handler)], details: [] };
    case 'conventional-route':
      return {
        words: ['conventional-route', one(fact.pattern), fact.isVerbNamed ? 'by verbs' : ''],
        details: [fact.area ? `area ${one(fact.area)}` : '', fact.defaults ? 'with defaults' : ''],
      };
    case 'object-tree':
      return { words: ['object-tree', one(fact.root), one(fact.prefix)], details: [] };
    case 'application-routes':
      return { words: ['application-routes', one(fact.name)], details: [] };
    case 'project-setting':
      return { words: ['project-setting', fact.name], details: [`value ${one(fact.value)}`] };
    case 'known-export':
      return { words: ['known-export', `${fact.module}.${fact.name}`], details: [fact.value.join(',')] };
    case 'router-base':
      return { words: ['router-base', `${fact.module}.${fact.name}`], details: [] };
    case 'function-view':
      return { words: ['function-view', one(fact.methods)], details: [] };
    case 'view-attribute':
      return { words: ['view-attribute', fact.attribute.name, one(fact.attribute.value)], details: [] };
    case 'decision':
      return { words: ['decision', fact.about, one(fact.by)], details: [] };
    case 'class-guard':
      return {
        words: ['class-guard', fact.guards.map(one).join(', ')],
        details: [
          fact.only ? `only ${fact.only.join(', ')}` : '',
          fact.except ? `except ${fact.except.join(', ')}` : '',
          fact.into === undefined ? '' : `into ${fact.into}`,
          fact.isPartial ? 'in part' : '',
        ],
      };
    case 'defines':
      return { words: ['defines', fact.name, one(fact.value)], details: [] };
    case 'member-guard':
      return {
        words: ['member-guard', one(fact.guards)],
        details: [
          fact.member ? `member ${one(fact.member)}` : '',
          fact.only ? `only ${one(fact.only)}` : '',
          fact.except ? `except ${one(fact.except)}` : '',
          fact.ofSelf ? 'of the class' : '',
        ],
      };
  }
}

/** Facts about runtimes and about files that are no programs. */
function standingText(
  fact: Extract<
    ProgramFact,
    {
      kind:
        | 'access-annotations'
        | 'filter-base'
        | 'filter-use'
        | 'router-file'
        | 'mount-file'
        | 'served-file'
        | 'includes';
    }
  >,
  one: (expr: Expr) => string,
): Said {
  switch (fact.kind) {
    case 'access-annotations':
      return {
        words: ['access-annotations', fact.isEnforced ? 'enforced' : 'off'],
        details: [
          fact.otherwise === undefined ? '' : `otherwise ${fact.otherwise}`,
          fact.open === undefined ? '' : `open ${fact.open}`,
          fact.mechanism ?? '',
        ],
      };
    case 'filter-base':
      return { words: ['filter-base', `${fact.module}.${fact.name}`, fact.member], details: [] };
    case 'filter-use':
      return { words: ['filter-use', fact.filters.map(one).join(', ')], details: [] };
    case 'router-file':
      return { words: ['router-file', fact.isRoot ? 'root' : ''], details: [fact.framework] };
    case 'mount-file':
      return { words: ['mount-file', one(fact.prefix), fact.names.join(', ')], details: [] };
    case 'served-file':
      return { words: ['served-file', fact.methods.join(','), fact.isWeak ? 'weak' : ''], details: [] };
    case 'includes':
      return { words: ['includes', fact.isRoot ? 'root' : '', fact.isExtension ? 'extension' : ''], details: [] };
  }
}

function markWords(mark: Mark, sourceOf: SourceOf): readonly string[] {
  const one = (expr: Expr | undefined): string => (expr === undefined ? '' : exprText(expr, sourceOf));
  const labelled = (label: string, expr: Expr | undefined): string =>
    expr === undefined ? '' : `${label} ${one(expr)}`;
  switch (mark.kind) {
    case 'controller':
      return [one(mark.prefix), labelled('version', mark.version), mark.isFound ? 'found' : ''];
    case 'prefix':
      return [mark.methods ? methodsText(mark.methods, sourceOf) : '', one(mark.prefix)];
    case 'attribute':
      return [mark.gives];
    case 'setting':
      return [one(mark.text)];
    case 'route':
      return [methodsText(mark.methods, sourceOf), one(mark.path)];
    case 'guard':
      return [mark.stage ?? '', mark.guards.map(one).join(', ')];
    case 'extracted':
      return [mark.guards.map(one).join(', ')];
    case 'metadata':
      return [one(mark.key), one(mark.value)];
    case 'version':
      return [one(mark.version)];
    case 'module':
      return [
        labelled('controllers', mark.controllers),
        labelled('imports', mark.imports),
        labelled('providers', mark.providers),
        mark.configure === undefined ? '' : `configured by ${mark.configure}`,
      ];
    case 'all':
      return [mark.marks.map(one).join(', ')];
    case 'metadata-maker':
      return [one(mark.transform)];
    case 'application':
      return [one(mark.prefix)];
    case 'access':
      return [mark.effect, (mark.scopes ?? []).map(one).join(', '), mark.isEnforced ? 'enforced' : ''];
    case 'action':
      return [
        mark.methods === undefined ? '' : methodsText(mark.methods, sourceOf),
        one(mark.path),
        labelled('detail', mark.detail),
        mark.of === undefined ? '' : `of ${mark.of}`,
      ];
    case 'input':
      return [mark.in, one(mark.name), mark.isValidated ? 'validated' : ''];
    case 'validated':
    case 'deprecated':
    case 'binding':
    case 'found':
      return [];
  }
}

function methodsText(methods: readonly Method[] | Expr, sourceOf: SourceOf): string {
  return 'kind' in methods ? exprText(methods, sourceOf) : methods.join(',');
}

function exprText(expr: Expr, sourceOf: SourceOf): string {
  switch (expr.kind) {
    case 'text':
      return expr.value;
    case 'number':
    case 'boolean':
      return String(expr.value);
    case 'nothing':
      return 'nothing';
    case 'pattern':
      return `/${expr.source}/${expr.flags}`;
    case 'name':
      return expr.name;
    case 'function':
      return 'function';
    case 'list':
      return `[${expr.items.map(item => exprText(item, sourceOf)).join(', ')}]`;
    case 'spread':
      return `...${exprText(expr.value, sourceOf)}`;
    // A node that a detector made has the place of what it was made from: its text is built from its parts.
    case 'load':
      return `load ${exprText(expr.module, sourceOf)}`;
    case 'member':
      return `${exprText(expr.of, sourceOf)}.${expr.name}`;
    case 'concat':
      return expr.parts.map(part => (part.kind === 'text' ? part.value : `{${exprText(part, sourceOf)}}`)).join('');
    default:
      return sourceOf(expr.at);
  }
}

/** The fields of any other fact in the order they were given, places left out. */
function plainDetails(fact: FactBody): readonly string[] {
  return Object.entries(fact)
    .filter(([name, value]) => name !== 'kind' && name !== 'at' && value !== undefined)
    .map(([name, value]) => `${name} ${plainValue(value)}`);
}

function plainValue(value: unknown): string {
  if (typeof value === 'string') return value;
  return (
    JSON.stringify(value, (_key, inner: unknown) => (isPlace(inner) ? `${inner.line}:${inner.column}` : inner)) ?? ''
  );
}

function isPlace(value: unknown): value is Location {
  return typeof value === 'object' && value !== null && 'endColumn' in value && 'line' in value;
}
