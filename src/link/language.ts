/** How programs of a language behave, where that differs from language to language. */
import type { Method } from '../core/facts/program.ts';
import type { Parameter } from '../core/operation.ts';
import type { Parameter as Declared, TypeRef } from '../core/program.ts';
import type { MethodCall } from './builtins.ts';
import { csharpMethod } from './builtins-csharp.ts';
import { csharpReads } from './reads-csharp.ts';
import { goMethod } from './builtins-go.ts';
import { elixirMethod } from './builtins-elixir.ts';
import { type AskedInput, csharpInputs, csharpResponse } from './inputs-csharp.ts';
import { elixirInputs } from './inputs-elixir.ts';
import { goInputs } from './inputs-go.ts';
import { phpInputs } from './inputs-php.ts';
import { goResponse } from './response-go.ts';
import { rubyInputs } from './inputs-ruby.ts';
import { scalaInputs } from './inputs-scala.ts';
import { jvmMethod } from './builtins-jvm.ts';
import { phpMethod } from './builtins-php.ts';
import { classInFile } from './php-files.ts';
import { classMeant } from './php-objects.ts';
import { pythonMethod } from './builtins-python.ts';
import { RUBY_OBJECT_METHODS, rubyMethod } from './builtins-ruby.ts';
import { RUST_OBJECT_METHODS, rustMethod } from './builtins-rust.ts';
import { rustInputs } from './inputs-rust.ts';
import { scalaMethod } from './builtins-scala.ts';
import type { Machine } from './machine.ts';
import type { PathValue } from './router.ts';
import type { ClassValue, ClosureValue, Value } from './value.ts';

export type LanguageRules = {
  /**
   * When an import evaluates what it imports: `first`, before the module (JavaScript); `where-imported`, where the import
   * stands (Python); `on-use`, when something of it is looked up (Java: imports run in circles, and nothing happens by them alone).
   */
  readonly loads: 'first' | 'where-imported' | 'on-use';
  /** A name that no variable has is a member of the objects and classes around. */
  readonly hasImplicitSelf?: true;
  /** Functions may make code, which runs where they are called. */
  readonly hasMacros?: true;
  /** What stands on a class or member says something of it for others to read, and makes nothing else of it. */
  readonly hasAnnotations?: true;
  /** An annotation is a class, and one of the tree takes the place of what a framework has by the same name. */
  readonly hasAttributeClasses?: true;
  /** Annotations on what is overridden hold for what overrides it. */
  readonly inheritsAnnotations?: true;
  /** Names of namespaces may begin where one of those around the file ends (`namespace Shop.Api;`, `Data.Store` is `Shop.Data.Store`). */
  readonly hasNamespaces?: true;
  /** Arguments that are not given are those of the first parameters that have a default, wherever these stand. */
  readonly fillsRequired?: true;
  /** Functions may be called on something, which is their `this` (extension functions, blocks with a receiver). */
  readonly hasReceivers?: true;
  /**
   * Functions with a receiver are called on it as its members, or on their first argument; `this` stays what it is around them.
   * A function of the tree takes the place of what a framework calls by the same name.
   */
  readonly hasExtensionMethods?: true;
  /** A function that is written after the parentheses is for the last parameter. */
  readonly hasTrailingBlocks?: true;
  /** Named arguments that no parameter takes are a record for the next parameter (Ruby). */
  readonly gathersNamed?: true;
  /** A method of a class that is not asked through an instance is a function. */
  readonly hasUnboundMethods?: true;
  /** An instance is made by calling the class. */
  readonly makesByCalling?: true;
  /** The files of a folder are one package: any of them may assign to the variables of the others. */
  readonly hasPackages?: true;
  /** Types have their methods beside them, embed each other, and are made by literals; a call may have several results. */
  readonly hasStructs?: true;
  /** What fails gives an error beside its result, and is asked for it (`err != nil`). */
  readonly hasErrorValues?: true;
  /** A variable that nothing sets has the value that is nothing of its type: a text is empty. */
  readonly hasZeroValues?: true;
  /** Methods that every object and class has, unless it defines one of its own. */
  readonly objectMethods?: ReadonlySet<string>;
  /** A file that is loaded runs where it is loaded, with the variables of that place, and gives what it returns. */
  readonly includes?: true;
  /** Frameworks make of a request what a handler's parameter is declared to be. */
  readonly suppliesByType?: true;
  /** The function that runs when a program is started, in the file that declares it. */
  readonly startsAt?: string;
  /**
   * Functions give routers to whoever calls them, which may be a macro, a trait or another program: what nothing is seen to
   * call may serve all the same.
   */
  readonly handsOutRouters?: true;
  /** The one instance of an `object` is made when it is first used, and goes by its name; classes take members from several traits, which run as constructors do. */
  readonly makesObjects?: true;
  /** Types of parameters and results are declared in the program. */
  readonly isTyped?: true;
  /** What a handler takes from a request, where its code alone says so. */
  readonly inputs?: (asked: Handling) => readonly Parameter[];
  /** What a parameter of a handler takes, where its type and name say so, too; in place of what annotations alone say. */
  readonly takes?: (
    machine: Machine,
    handler: ClosureValue,
    parameter: Declared,
    asked: AskedInput,
  ) => readonly Parameter[];
  /** What a handler gives back, by the type that it declares. */
  readonly gives?: (type: TypeRef) => string | undefined;
  /** The same, where code says it as well. */
  readonly answers?: (machine: Machine, handler: ClosureValue) => string | undefined;
  /**
   * What a built-in method gives, or (with an empty name) something outside the tree that is known. Undefined when it is none
   * that is known; what all languages share is tried then.
   */
  readonly method?: (of: Value, called: MethodCall, apply: Apply, machine: Machine) => Value | undefined;
  /** The class that a value names, in languages in which classes may be made by their names. */
  readonly classNamed?: (machine: Machine, file: string, name: Value) => ClassValue | undefined;
  /** What a function of the tree gives, where that is known without following it. */
  readonly known?: (machine: Machine, closure: ClosureValue, args: readonly Value[]) => Value | undefined;
};

/** A handler, and how it is asked. */
export type Handling = {
  readonly machine: Machine;
  readonly handler: ClosureValue;
  readonly method: Method;
  /** Its path as the route writes it. */
  readonly written?: PathValue;
};

/** Calls a function of the program from inside a built-in one. */
export type Apply = (callee: Value, args: readonly Value[]) => Value;

const JVM: LanguageRules = {
  loads: 'on-use',
  hasImplicitSelf: true,
  hasAnnotations: true,
  inheritsAnnotations: true,
  isTyped: true,
  method: (of, called) => jvmMethod(of, called),
};

const LANGUAGES: Readonly<Record<string, LanguageRules>> = {
  javascript: { loads: 'first' },
  python: {
    loads: 'where-imported',
    hasUnboundMethods: true,
    makesByCalling: true,
    method: (of, called, apply) => pythonMethod(of, called, apply),
  },
  java: JVM,
  kotlin: { ...JVM, hasReceivers: true, hasTrailingBlocks: true },
  go: {
    loads: 'on-use',
    isTyped: true,
    hasPackages: true,
    hasStructs: true,
    hasErrorValues: true,
    hasZeroValues: true,
    inputs: ({ machine, handler, method }) => goInputs(machine, handler, method),
    answers: (machine, handler) => goResponse(machine, handler),
    method: (of, called) => goMethod(of, called),
  },
  'c-sharp': {
    loads: 'on-use',
    hasImplicitSelf: true,
    hasAnnotations: true,
    inheritsAnnotations: true,
    hasAttributeClasses: true,
    hasNamespaces: true,
    hasExtensionMethods: true,
    isTyped: true,
    inputs: ({ handler }) => csharpReads(handler.fn),
    takes: (machine, handler, parameter, asked) => csharpInputs(machine, handler, parameter, asked),
    gives: type => csharpResponse(type),
    method: (of, called) => csharpMethod(of, called),
  },
  ruby: {
    loads: 'on-use',
    gathersNamed: true,
    objectMethods: RUBY_OBJECT_METHODS,
    fillsRequired: true,
    inputs: ({ handler, method }) => rubyInputs(handler, method),
    method: (of, called, apply) => rubyMethod(of, called, apply),
  },
  php: {
    inputs: asked => phpInputs(asked),
    loads: 'on-use',
    hasAnnotations: true,
    hasUnboundMethods: true,
    isTyped: true,
    includes: true,
    method: (of, called, apply, machine) => phpMethod(of, called, apply, machine),
    classNamed: (machine, file, name) => classMeant(machine, file, name),
    known: (machine, closure, args) => classInFile(machine, closure, args),
  },
  rust: {
    loads: 'on-use',
    hasUnboundMethods: true,
    suppliesByType: true,
    startsAt: 'main',
    handsOutRouters: true,
    isTyped: true,
    objectMethods: RUST_OBJECT_METHODS,
    method: (of, called, apply) => rustMethod(of, called, apply),
    inputs: asked => rustInputs(asked),
  },
  scala: {
    ...JVM,
    makesByCalling: true,
    makesObjects: true,
    inputs: ({ handler, method }) => scalaInputs(handler.fn, method),
    method: (of, called, apply) => scalaMethod(of, called, apply),
  },
  elixir: {
    loads: 'on-use',
    hasImplicitSelf: true,
    hasMacros: true,
    fillsRequired: true,
    inputs: ({ handler, method }) => elixirInputs(handler.fn, method),
    method: (of, called, apply) => elixirMethod(of, called, apply),
  },
};

const COMMON: LanguageRules = { loads: 'first' };

export function languageRules(language: string | undefined): LanguageRules {
  return LANGUAGES[language ?? 'javascript'] ?? COMMON;
}

/** The rules of the language that a file of the program is written in. */
export function rulesAt(machine: Machine, file: string): LanguageRules {
  return languageRules(machine.modules.get(file)?.module.language);
}
