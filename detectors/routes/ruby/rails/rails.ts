import type { DrawingWord } from '../../../../src/core/facts/drawing.ts';
import type { FactBody } from '../../../../src/core/fact.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
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
    'Rack applications and engines outside the tree are mounted without operations.',
    'Routes that a gem adds by calls of its own are not read, save those of Devise and Doorkeeper.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => {
    const facts = [...file.calls.flatMap(site => settingsOf(site)), ...apiOnly(file)];
    const drawn = file.calls.filter(site => isDraw(site));
    return drawn.length > 0 || isRouteFile(file) ? [...facts, ...file.calls.flatMap(site => drawingOf(site))] : facts;
  },
});

/** `config/routes/admin.rb`, which another table draws. */
function isRouteFile(file: ProgramFile): boolean {
  return /(?:^|\/)config\/routes\/[^.]+\.rb$/.test(file.path);
}

/** `Rails.application.routes.draw do … end`, `Blog::Engine.routes.draw do … end`. */
function isDraw({ call, name, receiver }: CallSite): boolean {
  return (
    name === 'draw' &&
    receiver?.kind === 'call' &&
    receiver.callee.kind === 'member' &&
    receiver.callee.name === 'routes' &&
    call.args.some(arg => arg.kind === 'named' && arg.name === '&')
  );
}

function drawingOf(site: CallSite): readonly FactBody[] {
  const { call, name, receiver } = site;
  const fact = (word: DrawingWord): FactBody => ({
    kind: 'drawing',
    at: call.nameAt,
    framework: 'rails',
    site: call,
    word,
  });
  if (isDraw(site)) return [fact('draw')];
  const word = WORDS.get(name);
  // A table is also handed to blocks under a name: `with_options … do |map| map.get …`.
  const isOfTable = isBare(receiver) || receiver?.kind === 'name';
  return word && isOfTable && !call.isNew ? [fact(word)] : [];
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
