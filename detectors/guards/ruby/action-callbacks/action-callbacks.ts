import type { CallbackEffect } from '../../../../src/core/facts/drawing.ts';
import type { FactBody } from '../../../../src/core/fact.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite } from '../../../../src/parse/program-file.ts';
import { RUBY_FILES } from '../../../routes/ruby/source-files.ts';

/** Calls that put methods before actions. Sources: Rails API, AbstractController::Callbacks; Rails 4, `before_filter`; Hanami, Actions; CanCanCan, Controller helpers. */
const WORDS: ReadonlyMap<string, CallbackEffect> = new Map([
  ['before_action', 'put'],
  ['append_before_action', 'put'],
  ['around_action', 'put'],
  ['before_filter', 'put'],
  ['around_filter', 'put'],
  ['prepend_before_action', 'put-first'],
  ['prepend_before_filter', 'put-first'],
  ['prepend_around_action', 'put-first'],
  ['skip_before_action', 'skip'],
  ['skip_before_filter', 'skip'],
  ['skip_around_action', 'skip'],
  ['skip_action_callback', 'skip'],
  ['skip_all_action_callbacks', 'skip-all'],
  ['http_basic_authenticate_with', 'basic'],
  ['load_and_authorize_resource', 'ability'],
  ['authorize_resource', 'ability'],
  ['skip_authorize_resource', 'skip-ability'],
  ['skip_load_and_authorize_resource', 'skip-ability'],
]);

export const actionCallbacks = defineDetector({
  id: 'action-callbacks',
  title: 'Callbacks of Action Controller',
  kind: 'guard',
  docs: 'https://guides.rubyonrails.org/action_controller_overview.html#controller-callbacks',
  reads: 'ruby',
  files: RUBY_FILES,
  words: [...WORDS.keys()],
  emits: ['callback'],
  limits: [
    'Conditions (`if`, `unless`) other than those about the environment, the action or Devise leave it unknown whether a method stands there.',
    'Callbacks that a gem puts on controllers are not seen.',
    'What rules of CanCanCan say of a stranger is unknown.',
  ],
  version: 2,
  detect: (file): readonly FactBody[] => file.calls.flatMap(callbackOf),
});

function callbackOf({ call, name }: CallSite): readonly FactBody[] {
  const does = WORDS.get(name);
  return does ? [{ kind: 'callback', at: call.nameAt, framework: 'rails', site: call, does }] : [];
}
