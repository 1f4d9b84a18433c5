/** Facts of frameworks whose routes are drawn by calls in nested blocks, and whose controllers put functions before their actions. */
import type { CallExpr } from '../program.ts';
import type { OnSite } from './program.ts';

export type DrawingFact =
  /**
   * A call of a routing table (`resources :users do … end`). What it does hangs on the calls around it: it counts where a table is
   * being drawn. `draw` begins one. The arguments are those of the call, as the framework's mapper takes them.
   */
  | (OnSite & { readonly kind: 'drawing'; readonly site: CallExpr; readonly word: DrawingWord })
  /**
   * A call on a class (of `this`, or what it is called on) that puts methods before its actions, or takes them away again:
   * the names, blocks and `only`, `except`, `if` and `unless` are the arguments of the call.
   */
  | (OnSite & { readonly kind: 'callback'; readonly site: CallExpr; readonly does: CallbackEffect });

/**
 * `put` and `put-first`: before what was put already. `skip`: takes methods away, `skip-all` all of them. `ability`: asks rules of the
 * application whether who calls may do it; `skip-ability` takes that away.
 */
export type CallbackEffect = 'put' | 'put-first' | 'skip' | 'skip-all' | 'basic' | 'ability' | 'skip-ability';

export type DrawingWord =
  | 'draw'
  /** Hands a block of routes to something that keeps it, and draws it later. */
  | 'keep'
  | 'draw-file'
  | 'scope'
  | 'namespace'
  | 'controller'
  | 'constraints'
  | 'defaults'
  | 'shallow'
  | 'with_options'
  | 'resources'
  | 'resource'
  | 'member'
  | 'collection'
  | 'new'
  | 'nested'
  | 'concern'
  | 'concerns'
  | 'match'
  | 'get'
  | 'post'
  | 'put'
  | 'patch'
  | 'delete'
  | 'options'
  | 'query'
  | 'root'
  | 'mount'
  | 'authenticate'
  | 'authenticated'
  | 'unauthenticated'
  | 'devise_for'
  | 'use_doorkeeper'
  | 'doorkeeper-controllers'
  | 'doorkeeper-skip'
  | 'isolate'
  /** Of classes that are applications (Sinatra, Padrino, Grape, Hanami) and of what mounts them. */
  | 'head'
  | 'link'
  | 'unlink'
  | 'route'
  | 'before'
  | 'use'
  | 'map'
  | 'run'
  | 'prefix'
  | 'version'
  | 'route_param'
  /** Declares the parameters of what follows. */
  | 'params'
  | 'http_basic'
  | 'controllers'
  | 'slice'
  | 'mount-to'
  /** Of routing trees (Roda): branches, ends and what answers at them. */
  | 'tree'
  | 'on'
  | 'is'
  | 'branch';
