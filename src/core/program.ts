/**
 * The language-independent form of source code.
 *
 * Each language front end (`src/parse/<language>`) turns a file into a `Module` of these nodes; detectors read them,
 * and the linker (`src/link`) evaluates them. The set is small on purpose: it holds what decides which routes exist
 * and who guards them (values, bindings, calls, branches, loops, returns, throws), and nothing else. What a language
 * has beyond it becomes `unknown`, which the linker treats as "could be anything", never as absent.
 */
import type { Location } from './location.ts';

/** An expression. Every node has its span; `at` of a literal covers its quotes. */
export type Expr =
  | { readonly kind: 'text'; readonly at: Location; readonly value: string }
  | { readonly kind: 'number'; readonly at: Location; readonly value: number }
  | { readonly kind: 'boolean'; readonly at: Location; readonly value: boolean }
  /** null, undefined, nil, None. */
  | { readonly kind: 'nothing'; readonly at: Location }
  /** A regular expression literal, without delimiters. */
  | { readonly kind: 'pattern'; readonly at: Location; readonly source: string; readonly flags: string }
  /** String concatenation and templates: the parts are joined as text. */
  | { readonly kind: 'concat'; readonly at: Location; readonly parts: readonly Expr[] }
  /** A name, to be looked up in the enclosing scopes, then in imports, then in the language's globals. */
  | { readonly kind: 'name'; readonly at: Location; readonly name: string }
  /** `this`, `self`. */
  | { readonly kind: 'self'; readonly at: Location }
  /** `a.b`, `a['b']`, `a?.b`. */
  | {
      readonly kind: 'member';
      readonly at: Location;
      readonly of: Expr;
      readonly name: string;
      readonly nameAt: Location;
    }
  /** `a[b]` with a computed key. */
  | { readonly kind: 'index'; readonly at: Location; readonly of: Expr; readonly key: Expr }
  | CallExpr
  | { readonly kind: 'list'; readonly at: Location; readonly items: readonly Expr[] }
  | { readonly kind: 'record'; readonly at: Location; readonly entries: readonly RecordEntry[] }
  /** `...value` inside a list or an argument list. `isNamed`: its entries are named arguments (`**options`). */
  | { readonly kind: 'spread'; readonly at: Location; readonly value: Expr; readonly isNamed?: true }
  /** `name=value` among the arguments of a call or an annotation; it stands nowhere else. */
  | {
      readonly kind: 'named';
      readonly at: Location;
      readonly name: string;
      readonly nameAt: Location;
      readonly value: Expr;
    }
  | { readonly kind: 'function'; readonly at: Location; readonly fn: FunctionNode }
  | { readonly kind: 'class'; readonly at: Location; readonly cls: ClassNode }
  /**
   * `test ? a : b`; also `a || b`, `a ?? b` and `a && b` used as values, whose test is the left side: `a || b` is
   * `choice(a, a, b)`, `a && b` is `choice(a, b, a)`, both with the very same node twice (evaluate it once), and `a ?? b` is
   * `choice(a not-equal nothing, a, b)`. Chains nest to the right: `a || b || c` is `choice(a, a, choice(b, b, c))`.
   * Inside a test (of a branch, a loop, `? :`, and below `!`, `and`, `or` in one), `||` and `&&` are an `operation` instead.
   */
  | {
      readonly kind: 'choice';
      readonly at: Location;
      readonly test: Expr;
      readonly then: Expr;
      readonly otherwise: Expr;
    }
  /**
   * Comparison, arithmetic and logic that decide branches. `not` and `type-of` have one operand, `and`, `or` and `arithmetic`
   * one or more. `a > b` is `less(b, a)`; `a <= b` is `not(less(b, a))`. `in` has the key first.
   */
  | {
      readonly kind: 'operation';
      readonly at: Location;
      readonly operator: Operator;
      readonly operands: readonly Expr[];
    }
  /** Loading another module by name: `require('x')`, `import('x')`. */
  | { readonly kind: 'load'; readonly at: Location; readonly module: Expr }
  /** An assignment used as a value: `const a = module.exports = b`. `a += b` assigns `a + b`, `a ||= b` assigns the choice. */
  | { readonly kind: 'assigned'; readonly at: Location; readonly target: Expr; readonly value: Expr }
  | { readonly kind: 'unknown'; readonly at: Location; readonly text: string; readonly parts: readonly Expr[] };

export type Operator =
  | 'not'
  | 'and'
  | 'or'
  | 'equal'
  | 'not-equal'
  | 'less'
  | 'in'
  | 'instance-of'
  | 'type-of'
  /** Of a value and a shape: whether it is known to have it. An `unknown` with the text `_` in a shape stands for anything. */
  | 'matches'
  /** Whether it is known not to have it. */
  | 'mismatches'
  | 'arithmetic';

/**
 * `f(x)`, `new F(x)`, and a tagged template as a call of its tag with the template as its one argument. `nameAt` is the
 * narrowest token that names what is called. In JavaScript `super(…)` calls the name `super`.
 */
export type CallExpr = {
  readonly kind: 'call';
  readonly at: Location;
  readonly nameAt: Location;
  readonly callee: Expr;
  readonly args: readonly Expr[];
  readonly isNew: boolean;
  readonly isAwaited: boolean;
  /** A decorator put on a function or class (Python): its one argument is what it stands on. */
  readonly isDecorator?: true;
  /** `a?.b(x)`, `f?.(x)`: not made where what it is called on is not there. */
  readonly isOptional?: true;
  /** Type arguments as written, for `new Elysia<'/api'>()` and the like. */
  readonly typeArguments: readonly string[];
};

export type RecordEntry =
  | {
      readonly kind: 'entry';
      readonly at: Location;
      readonly key: string;
      readonly keyAt: Location;
      readonly value: Expr;
    }
  | { readonly kind: 'computed'; readonly at: Location; readonly key: Expr; readonly value: Expr }
  | { readonly kind: 'spread'; readonly at: Location; readonly value: Expr };

/** What a declaration, a parameter or a loop variable binds. */
export type Pattern =
  | {
      readonly kind: 'name';
      readonly at: Location;
      readonly name: string;
      readonly type?: TypeRef;
      readonly byDefault?: Expr;
    }
  | {
      readonly kind: 'record';
      readonly at: Location;
      readonly entries: readonly { readonly key: string; readonly pattern: Pattern }[];
      readonly rest?: string;
      readonly type?: TypeRef;
      readonly byDefault?: Expr;
    }
  | {
      readonly kind: 'list';
      readonly at: Location;
      readonly items: readonly (Pattern | undefined)[];
      readonly rest?: string;
      readonly type?: TypeRef;
      readonly byDefault?: Expr;
    };

/**
 * A type as written: the last name, the names before it, and the text for reports. `Promise<X>` gives `arguments: [X]`,
 * `X[]` is `Array<X>`, `X | undefined` is `X`. A type without a name of its own (union, function, literal …) has the name ''; the
 * members of a union or intersection are then its `arguments`.
 */
export type TypeRef = {
  readonly at: Location;
  readonly name: string;
  readonly qualifier: readonly string[];
  readonly arguments: readonly TypeRef[];
  readonly text: string;
};

export type Statement =
  | { readonly kind: 'declare'; readonly at: Location; readonly pattern: Pattern; readonly value?: Expr }
  | { readonly kind: 'assign'; readonly at: Location; readonly target: Expr; readonly value: Expr }
  | { readonly kind: 'evaluate'; readonly at: Location; readonly value: Expr }
  | { readonly kind: 'return'; readonly at: Location; readonly value?: Expr }
  | { readonly kind: 'throw'; readonly at: Location; readonly value?: Expr }
  | {
      readonly kind: 'branch';
      readonly at: Location;
      readonly test: Expr;
      readonly then: readonly Statement[];
      readonly otherwise: readonly Statement[];
    }
  /**
   * A loop over the elements (`of`) or keys (`in`) of a value. Over a record, `items` gives its keys, `values` what stands
   * under them, and `entries` lists of two, of a key and its value; so they do over a list, whose keys are numbers.
   */
  | {
      readonly kind: 'each';
      readonly at: Location;
      readonly pattern: Pattern;
      readonly over: Expr;
      readonly of: 'items' | 'keys' | 'values' | 'entries';
      readonly body: readonly Statement[];
    }
  /** Any other loop: its body runs an unknown number of times. */
  | { readonly kind: 'repeat'; readonly at: Location; readonly test?: Expr; readonly body: readonly Statement[] }
  | {
      readonly kind: 'attempt';
      readonly at: Location;
      readonly body: readonly Statement[];
      readonly caught?: Pattern;
      readonly handler: readonly Statement[];
      readonly hasHandler: boolean;
      readonly after: readonly Statement[];
    }
  /** `switch`. A case whose body does not end in `leave`, `return` or `throw` runs on into the next one. The case without a test is the default. */
  | {
      readonly kind: 'select';
      readonly at: Location;
      readonly subject: Expr;
      readonly cases: readonly { readonly test?: Expr; readonly body: readonly Statement[] }[];
    }
  | { readonly kind: 'block'; readonly at: Location; readonly body: readonly Statement[] }
  /** break, continue: the rest of the block does not run. */
  | { readonly kind: 'leave'; readonly at: Location };

export type FunctionNode = {
  /** Unique in the tree: `file#line:column`. */
  readonly id: string;
  readonly at: Location;
  /** The name it goes by in its own body. A method has none: its member or record entry names it. */
  readonly name?: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly isAsync: boolean;
  /** Arrow functions take `this` from outside. */
  readonly bindsSelf: boolean;
  /** A macro that returns: a call of it ends the function that it stands in, with what its own body returns. */
  readonly endsCaller?: true;
  readonly returnType?: TypeRef;
  /** `fun Route.users()`: the type that it extends. Called by its plain name, it takes `this` from its caller; as a member, what it is a member of. */
  readonly receiver?: TypeRef;
  readonly decorators: readonly Decorator[];
  /** Documentation comment above it, without markers; empty when there is none. */
  readonly doc: string;
};

export type Parameter = {
  readonly at: Location;
  readonly pattern: Pattern;
  readonly isRest: boolean;
  /** What is assigned to it is assigned to the variable that is given for it, too (C#, `out` and `ref`). */
  readonly isOut?: true;
  /** `**options`: takes the named arguments that no other parameter takes. Then `isRest` is false. */
  readonly isNamedRest?: true;
  /** Its declared type as an expression, where types are values (Python). */
  readonly annotation?: Expr;
  readonly decorators: readonly Decorator[];
  /** `constructor(private readonly x: X)`: also a field. */
  readonly isField: boolean;
};

/**
 * JavaScript's members without a body (overloads, abstract methods) are left out; Java's and Kotlin's are there, with
 * `isAbstract`, because their annotations count for those who implement them. Overloads are members of one name. A parameter property is a parameter with `isField`. A
 * static block is a static method with the name `static`, which runs when the class is made.
 */
export type ClassNode = {
  /** Unique in the tree: `file#line:column`. */
  readonly id: string;
  readonly at: Location;
  readonly name?: string;
  readonly nameAt: Location;
  readonly extends?: Expr;
  /** What it takes members and annotations from beside `extends`, in order: further bases (Python), interfaces (Java, Kotlin). */
  readonly others?: readonly Expr[];
  /**
   * Modules whose members it takes in before those of `extends`, in the order of the text (the last one first when members are
   * looked for): into its instances, or into itself. Their static method `(included)` then runs with the class as `this`, and
   * their `included` is called with it (Ruby).
   */
  readonly mixins?: readonly { readonly value: Expr; readonly into: 'instances' | 'class' }[];
  readonly implements: readonly TypeRef[];
  /** What it is, where it is no plain class. An `object` has one instance, which goes by its name. */
  readonly form?: 'interface' | 'annotation' | 'enum' | 'object';
  /** Further classes of its name and namespace are parts of the same one (C#). */
  readonly isPartial?: true;
  readonly decorators: readonly Decorator[];
  readonly members: readonly ClassMember[];
  readonly isAbstract: boolean;
  readonly doc: string;
};

export type ClassMember =
  | {
      readonly kind: 'method';
      readonly at: Location;
      readonly name: string;
      readonly nameAt: Location;
      readonly fn: FunctionNode;
      readonly isStatic: boolean;
      readonly accessor?: 'get' | 'set';
      /** Of a getter: its value is made once, when it is first asked for. */
      readonly isOnce?: true;
      /** It has no body. */
      readonly isAbstract?: true;
      /** Only its class, its heirs or its package see it. Said where a framework serves what all see (C#, PHP). */
      readonly isHidden?: true;
      /** Its own class alone sees it: of several classes that an object is put together of, each may have one of the name (Scala). */
      readonly isPrivate?: true;
      readonly decorators: readonly Decorator[];
    }
  | {
      readonly kind: 'field';
      readonly at: Location;
      readonly name: string;
      readonly nameAt: Location;
      readonly value?: Expr;
      readonly type?: TypeRef;
      /** Its declared type as an expression, where types are values (Python). */
      readonly annotation?: Expr;
      readonly isStatic: boolean;
      readonly decorators: readonly Decorator[];
    }
  | { readonly kind: 'constructor'; readonly at: Location; readonly fn: FunctionNode };

/**
 * An annotation. In Python, those of a function or class that is declared (not of a method) are calls instead: `@a` above
 * `@b` above `def f` declares `f` as `a(b(<the function>))`. `call` is its expression, so that `@Get('x')` is a call of `Get`, and `@Get` a bare name. */
export type Decorator = { readonly at: Location; readonly expression: Expr };

/**
 * A name that another module gives.
 *
 * ES imports are here and nowhere else, except that an import for its effects alone (`import './x'`) is an `evaluate` of a
 * `load`, first in `body`. A declaration at the top level whose value is `require('x')` or an awaited `import('x')` (then
 * `*`), a member of it, or destructured from it, stands both here and in `body`, as a `declare` whose value holds the `load`:
 * both give the same value, and where a name is in both, the `declare` counts (it may be assigned again).
 */
export type ImportBinding = {
  readonly at: Location;
  /** The name in this file. */
  readonly local: string;
  /** The exported name in the other; `default`, or `*` for the module as a whole. */
  readonly imported: string;
  /** The specifier as written: `./routes`, `express`, `@app/auth`. In Java and Kotlin, see `ModuleResolver`. */
  readonly module: string;
  readonly isTypeOnly: boolean;
};

/**
 * A name that this module gives to others; the exported name `*` is the module as a whole (`module.exports = x`, `export = x`).
 *
 * A `value` of `export default x` stands here and not in `body`: it is evaluated once, after the body. One of CommonJS has
 * `isAssigned`: the very same node also stands in `body`, in the assignment, and is evaluated there, in the order of effects.
 * `module.exports = { a, b: f() }` gives `*` and also `a` (local) and `b` (value); a plain name is a `local`, save `export default`.
 */
export type ExportBinding =
  /** `export { local as exported }`, `export const exported`, `export default …` (then `value`). */
  | { readonly kind: 'local'; readonly at: Location; readonly exported: string; readonly local: string }
  | {
      readonly kind: 'value';
      readonly at: Location;
      readonly exported: string;
      readonly value: Expr;
      readonly isAssigned?: true;
    }
  /** `export { imported as exported } from module`. */
  | {
      readonly kind: 'from';
      readonly at: Location;
      readonly exported: string;
      readonly imported: string;
      readonly module: string;
    }
  /** `export * from module`. */
  | { readonly kind: 'all-from'; readonly at: Location; readonly module: string };

/** One source file. Function and class declarations are hoisted: they are in `body` as `declare`, first. */
export type Module = {
  readonly file: string;
  readonly language: string;
  readonly imports: readonly ImportBinding[];
  readonly exports: readonly ExportBinding[];
  readonly body: readonly Statement[];
};

/**
 * Which file or package an import means, by syntax and files of the tree alone. `missing` is a specifier that claims to be
 * in the tree (relative, an alias, a workspace package's file) and is not there. Total, and the same for the same arguments.
 *
 * In Java and Kotlin a specifier is a package (`a.b`), a class whose members are imported (`a.b.C`), or several of them,
 * joined by commas in their order, of which the first that has `imported` counts. There the file depends on that name.
 */
export type ModuleResolver = (fromFile: string, specifier: string, imported?: string) => ResolvedModule;

export type ResolvedModule =
  /** `within`: the classes of that file, from the outside inwards, that hold what is imported. */
  | { readonly kind: 'file'; readonly file: string; readonly within?: readonly string[] }
  /** `subpath` is what follows the package's name, without a leading slash; empty for the package itself. Built-in modules are without `node:`. */
  | { readonly kind: 'package'; readonly name: string; readonly subpath: string }
  | { readonly kind: 'missing'; readonly specifier: string };
