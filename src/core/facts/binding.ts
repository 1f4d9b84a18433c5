/** Facts about objects that are handed to a router, and whose methods answer where they or their requests say. */
import type { CallExpr, ClassNode, Expr } from '../program.ts';
import type { Implicit, Method, OnSite } from './program.ts';

export type BindingFact =
  /**
   * Puts what objects answer on `on`: a function answers itself, an object with its exported methods (`group.Bind(user.New())`,
   * `web.AutoRouter(&Users{})`).
   */
  | (OnSite & {
      readonly kind: 'bound-objects';
      readonly site: Expr;
      readonly on?: Expr;
      readonly implicit?: Implicit;
      readonly objects: readonly Expr[];
      readonly prefix?: Expr;
      /** Names of the methods that count, as one text with commas between them; all of them when not given. */
      readonly only?: Expr;
      /** Methods of HTTP of what says nothing of its own. */
      readonly methods: readonly Method[];
      readonly guards?: readonly Expr[];
      readonly rules: BindingRules;
    })
  /**
   * What `on` stands for is asked to answer a path. Counts where that is something of the tree, and evaluating the call told no
   * router of it that is followed.
   */
  | (OnSite & {
      readonly kind: 'own-route';
      readonly site: CallExpr;
      readonly on: Expr;
      readonly methods: readonly Method[];
      readonly path: Extract<Expr, { kind: 'text' }>;
      readonly handler: Expr;
    })
  /** Whoever takes an object of the class as its request answers here, below where it is bound. */
  | (OnSite & {
      readonly kind: 'request-route';
      readonly site: ClassNode;
      /** Several paths are separated by commas. */
      readonly path: Expr;
      readonly methods: readonly Method[];
    });

/** Where the methods of a bound object answer. */
export type BindingRules = {
  /**
   * `request`: where the class of its last parameter says (`request-route`), or else by its name. `name`: by its name. `verb`: the
   * methods that are named for one of HTTP answer that. `comment`: where `@router /path [get,post]` above it says. `itself`: at
   * the prefix.
   */
  readonly by: 'request' | 'name' | 'verb' | 'comment' | 'itself';
  /** `UserInfo` is `user-info` or `userinfo`. */
  readonly naming: 'kebab' | 'lower';
  /** The method of this name answers at the prefix, too. */
  readonly index?: string;
  /** The type of the object goes before the names of its methods, without this ending. */
  readonly afterType?: string;
  /** Methods of the framework's own, which answer nothing. */
  readonly without: readonly string[];
  /** Runs before each of them. */
  readonly before?: string;
};
