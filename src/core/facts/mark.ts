/** What decorators and annotations say of the class, method or parameter that they stand on. */
import type { Expr } from '../program.ts';
import type { Method, RouterRules, Stage, AccessEffect } from './program.ts';
import type { Attribute } from './serving.ts';

export type InputPlace = 'path' | 'query' | 'header' | 'cookie' | 'body';

/** How the public methods of a class serve requests. Source: ASP.NET Core, Routing to controller actions. */
export type ActionRules = {
  /** What the name of a class ends in beside the name that paths know it by. */
  readonly suffix: string;
  /** The method of a request is that which the name of the action begins with (`GetUser`). */
  readonly isVerbNamed?: true;
};

/** What a decorator says of the class or method it stands on. */
export type Mark =
  /** The class serves routes below these prefixes. */
  | {
      readonly kind: 'controller';
      readonly prefix?: Expr;
      readonly version?: Expr;
      readonly rules: RouterRules;
      /** The framework looks for such classes by itself: nothing has to list them. Interfaces and abstract classes are not served. */
      readonly isFound?: true;
      /** Classes that implement or extend one with it are such classes, too, without a word of their own. */
      readonly isInherited?: true;
      /** Its public methods serve by themselves; their paths name the class and the method (`[controller]`). */
      readonly actions?: ActionRules;
    }
  /** What a controller class serves lies below these prefixes, and answers these methods beside its own; says not that it is one. */
  | { readonly kind: 'prefix'; readonly prefix: Expr; readonly methods?: readonly Method[] | Expr }
  /** On an attribute of an annotation of the tree: what is given to it is given to the marks that the annotation carries. */
  | { readonly kind: 'attribute'; readonly gives: 'path' | 'methods' }
  | {
      readonly kind: 'route';
      readonly methods: readonly Method[] | Expr;
      readonly path?: Expr;
      /** On a class: this member of it answers. */
      readonly member?: string;
    }
  | {
      readonly kind: 'guard';
      readonly guards: readonly Expr[];
      readonly stage?: Stage;
      /** Of those of one slot, that on a method takes the place of that on its class, and that on a class of those on its bases. */
      readonly slot?: string;
    }
  /** The framework makes an object of the class of a request for whatever takes one, by what these guards do. */
  | { readonly kind: 'extracted'; readonly guards: readonly Expr[] }
  | { readonly kind: 'metadata'; readonly key: Expr; readonly value: Expr }
  | { readonly kind: 'version'; readonly version: Expr }
  /** The class gathers controllers and other such classes. */
  | {
      readonly kind: 'module';
      readonly controllers?: Expr;
      readonly imports?: Expr;
      readonly providers?: Expr;
      /** Method that is called with the application, to put `middleware` on it. */ readonly configure?: string;
    }
  /**
   * The parameter that it stands on, or is the default or in the annotation of, holds this part of a request, under this
   * name or else its own. `isValidated`: what does not fit its class is refused.
   */
  | { readonly kind: 'input'; readonly in: InputPlace; readonly name?: Expr; readonly isValidated?: true }
  /** On a field or parameter: its value is what settings say to this text (`@Value("${api.base}")`). */
  | { readonly kind: 'setting'; readonly text: Expr }
  /** What does not fit the class of the parameter that it stands on is refused (`@Valid`). */
  | { readonly kind: 'validated' }
  | { readonly kind: 'deprecated' }
  /** The class is an application: it serves what its framework finds in its component, below these prefixes. */
  | { readonly kind: 'application'; readonly prefix?: Expr }
  /**
   * Who may call the operation, or every operation of the class that says nothing of its own. It counts as far as the runtime
   * looks at it (`access-annotations`), or always where it `isEnforced`. `replaces`: access lists then say nothing of it.
   */
  | {
      readonly kind: 'access';
      readonly effect: AccessEffect;
      readonly scopes?: readonly Expr[];
      readonly isEnforced?: true;
      readonly replaces?: true;
    }
  /** On an annotation type: ties filters to the operations, classes and applications that both are on. */
  | { readonly kind: 'binding' }
  /** The framework finds the class by itself. */
  | { readonly kind: 'found' }
  /** The method answers beside the usual members of a resource; `of`: to further methods of an action of that name. */
  | {
      readonly kind: 'action';
      readonly methods?: readonly Method[] | Expr;
      readonly path?: Expr;
      readonly detail?: Expr;
      readonly of?: string;
      readonly attributes?: readonly Attribute[];
    }
  /** The value is a decorator maker: called with a value it gives `metadata` whose key is the maker itself (`Reflector.createDecorator()`). */
  | { readonly kind: 'metadata-maker'; readonly transform?: Expr }
  | { readonly kind: 'all'; readonly marks: readonly Expr[] };
