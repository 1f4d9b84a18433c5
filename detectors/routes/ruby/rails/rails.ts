import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import type { DrawingWord } from '../../../../src/core/facts/drawing.ts';
import type { FactBody } from '../../../../src/core/fact.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { hasBlock } from '../application-words.ts';
import { isBare } from '../receivers.ts';
import { RUBY_FILES } from '../source-files.ts';

/** Calls that a routing table knows, by their names. Source: Rails guides, Rails Routing from the Outside In; Devise; Doorkeeper. */
const WORDS: ReadonlyMap<string, DrawingWord> = new Map<string, DrawingWord>([
  ...(
    [
      'scope',
      'namespace',
      'controller',
      'constraints',
      'defaults',
      'shallow',
      'with_options',
      'resources',
      'resource',
      'member',
      'collection',
      'new',
      'nested',
      'concern',
      'concerns',
      'match',
      'get',
      'post',
      'put',
      'patch',
      'delete',
      'options',
      'query',
      'root',
      'mount',
      'authenticate',
      'authenticated',
      'unauthenticated',
      'devise_for',
      'use_doorkeeper',
    ] as const
  ).map(word => [word, word] as const),
  ['draw', 'draw-file'],
  ['devise_scope', 'defaults'],
  ['as', 'defaults'],
  ['controllers', 'doorkeeper-controllers'],
  ['skip_controllers', 'doorkeeper-skip'],
]);

export const rails = defineDetector({
  id: 'rails',
  title: 'Ruby on Rails',
  kind: 'framework',
  docs: 'https://guides.rubyonrails.org/routing.html',
  reads: 'ruby',
  files: RUBY_FILES,
  // In a file of routes, a block of `new` or `as` holds other calls of these.
  words: ['isolate_namespace', 'api_only', ...[...WORDS.keys()].filter(word => word.length > 3), 'get', 'put'],
  emits: ['drawing', 'enables'],
  limits: [
    'Format suffixes are not part of paths.',
    'Constraints say whether a route is there; what they ask of a request is not followed.',
    'A Rack application or engine outside the tree is one operation, for all that it answers.',
    'An engine that nothing mounts is taken to be where its own generator mounts it.',
    'Routes that a gem adds by calls of its own are not read, save those of Devise and Doorkeeper.',
  ],
  version: 2,
  detect: (file): readonly FactBody[] => {
    const facts = [...file.calls.flatMap(site => settingsOf(site)), ...apiOnly(file), ...installed(file)];
    const kept = keptIn(file);
    const isTable = kept.size > 0 || isRouteFile(file) || file.calls.some(site => isDraw(site) || isOfEngine(site));
    return isTable ? [...facts, ...file.calls.flatMap(site => drawingOf(site, kept))] : facts;
  },
});

/** `config/routes/admin.rb`, which another table draws. */
function isRouteFile(file: ProgramFile): boolean {
  return /(?:^|\/)config\/routes\/[^.]+\.rb$/.test(file.path);
}

/** Calls of a set of routes that take a block of them. Source: ActionDispatch::Routing::RouteSet. */
const DRAWS: ReadonlySet<string> = new Set(['draw', 'append', 'prepend']);

/** `Rails.application.routes.draw do … end`, `Blog::Engine.routes.append do … end`. */
function isDraw(site: CallSite): boolean {
  const { name, receiver } = site;
  return (
    DRAWS.has(name) &&
    receiver?.kind === 'call' &&
    receiver.callee.kind === 'member' &&
    receiver.callee.name === 'routes' &&
    hasBlock(site)
  );
}

/** `routes do … end` in the class of an engine. Source: Rails::Engine, `routes`. */
function isOfEngine(site: CallSite): boolean {
  return site.name === 'routes' && isBare(site.receiver) && site.inside.length === 0 && holdsRoutes(site.call);
}

/**
 * `Blog::Engine.add_routes do … end`, where routes are kept: at the top of the file, which holds nothing else that would know the
 * calls in the block.
 */
function keptIn(file: ProgramFile): ReadonlySet<CallExpr> {
  if (!/(?:^|\/)config\/routes\.rb$/.test(file.path)) return new Set();
  const kept = file.calls.filter(
    site => site.inside.length === 0 && site.receiver?.kind === 'name' && !isDraw(site) && holdsRoutes(site.call),
  );
  return new Set(kept.map(({ call }) => call));
}

/** Whether a call is given a block in which calls stand that only a routing table knows. */
function holdsRoutes({ args }: CallExpr): boolean {
  return args.some(
    arg =>
      arg.kind === 'named' &&
      arg.name === '&' &&
      arg.value.kind === 'function' &&
      arg.value.fn.body.some(
        statement =>
          (statement.kind === 'evaluate' || statement.kind === 'return') &&
          statement.value?.kind === 'call' &&
          isOfTable(statement.value),
      ),
  );
}

function isOfTable({ callee }: CallExpr): boolean {
  if (callee.kind === 'name') return OF_TABLES.has(callee.name);
  return callee.kind === 'member' && isBare(callee.of) && OF_TABLES.has(callee.name);
}

const OF_TABLES: ReadonlySet<string> = new Set([
  'scope',
  'namespace',
  'resources',
  'resource',
  'get',
  'post',
  'put',
  'patch',
  'delete',
  'match',
  'root',
  'mount',
  'constraints',
  'authenticate',
  'devise_for',
]);

function drawingOf(site: CallSite, kept: ReadonlySet<CallExpr>): readonly FactBody[] {
  const { call, name, receiver } = site;
  const fact = (word: DrawingWord): FactBody => ({
    kind: 'drawing',
    at: call.nameAt,
    framework: 'rails',
    site: call,
    word,
  });
  if (isDraw(site) || isOfEngine(site)) return [fact('draw')];
  if (kept.has(call)) return [fact('keep')];
  const word = WORDS.get(name);
  // A table is also handed to blocks under a name: `with_options … do |map| map.get …`.
  const isOfTable = isBare(receiver) || receiver?.kind === 'name';
  return word && isOfTable && !call.isNew ? [fact(word)] : [];
}

/**
 * `route "mount Blog::Engine => '/blog'"`, `insert_into_file 'config/routes.rb' do <<-ROUTES`: what a generator of the tree writes
 * into the table of an application. Source: Rails guides, Creating and Customizing Rails Generators & Templates.
 */
function installed(file: ProgramFile): readonly FactBody[] {
  if (!/(?:^|\/)generators?\//.test(file.path)) return [];
  const texts = file.calls.flatMap(({ call, receiver }) => [receiver, ...call.args.flatMap(writtenIn)]);
  return [...new Set(texts)].flatMap((text): readonly FactBody[] => {
    const found = text?.kind === 'text' ? MOUNT.exec(text.value) : undefined;
    const [, engine, path] = found ?? [];
    return text && engine !== undefined && path !== undefined
      ? [{ kind: 'enables', at: text.at, framework: 'rails', site: text, what: `mounts ${engine} at ${path}` }]
      : [];
  });
}

const MOUNT = /^[ \t]*mount[ (]+(?:::)?([A-Z]\w*(?:::[A-Z]\w*)*)(?:, *(?:at:|:at *=>)| *=>) *["'](\/[\w/.-]*)["']/m;

/** An argument; of a block, what it gives. */
function writtenIn(arg: Expr): readonly Expr[] {
  if (arg.kind !== 'named' || arg.value.kind !== 'function') return [arg];
  return arg.value.fn.body.flatMap(statement =>
    (statement.kind === 'evaluate' || statement.kind === 'return') && statement.value ? [statement.value] : [],
  );
}

/** What the class of an application or engine says. */
function settingsOf({ call, name, receiver }: CallSite): readonly FactBody[] {
  if (name === 'isolate_namespace' && isBare(receiver))
    return [{ kind: 'drawing', at: call.nameAt, framework: 'rails', site: call, word: 'isolate' }];
  return [];
}

/** `config.api_only = true`: no pages with forms are routed to. */
function apiOnly(file: ProgramFile): readonly FactBody[] {
  const bodies = file.classes.flatMap(({ members }) =>
    members.flatMap(member => (member.kind === 'method' && member.isStatic ? member.fn.body : [])),
  );
  return bodies.flatMap((statement): readonly FactBody[] => {
    if (statement.kind !== 'assign' || statement.value.kind !== 'boolean' || !statement.value.value) return [];
    const { target } = statement;
    return target.kind === 'member' && target.name === 'api_only'
      ? [{ kind: 'enables', at: target.nameAt, framework: 'rails', site: target, what: 'rails-api-only' }]
      : [];
  });
}
