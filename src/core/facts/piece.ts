/** Facts about routes that are put together of values: directives of Akka HTTP and Pekko HTTP, endpoints of tapir, routes of http4s. */
import type { Expr } from '../program.ts';
import type { GuardEffect, Mechanism, Method, OnSite, RouterRules, Taken } from './program.ts';

/** What stands before a route by itself, as part of a piece. */
export type PieceGuard = {
  readonly effect: GuardEffect;
  readonly mechanism?: Mechanism;
  readonly what: string;
  readonly why: string;
  /** It declares that a credential has to be there; something else has to look at it. */
  readonly isDeclared?: true;
  /** The function that it asks whether a credential is good; where it is found, it has to tell. */
  readonly check?: Expr;
};

/** A part of the request that is handed to what is put behind: by its name, or the credentials of its `Authorization`. */
export type Extraction = {
  readonly of: 'headers' | 'cookies' | 'request';
  readonly name?: Expr;
  /** Requests without it are refused. */
  readonly isDemanded: boolean;
};

export type PieceFact =
  /**
   * Evaluating `site` gives a piece of routes: what has to hold of a request before what is put behind it answers. It has all
   * that those of `of` have, and adds to it; where `of` is given and is no piece, the site is none either.
   */
  | (OnSite & {
      readonly kind: 'piece';
      readonly site: Expr;
      readonly rules: RouterRules;
      readonly of?: readonly Expr[];
      /** It is called with what is put behind it: a directive. */
      readonly isDirective?: true;
      /** Any of the pieces will do: `get | put`. */
      readonly isEither?: true;
      /** In order; text, or pieces that hold paths. They follow on those of `of`, or stand before them. */
      readonly path?: readonly Expr[];
      readonly isBefore?: true;
      readonly methods?: readonly Method[] | Expr;
      readonly guard?: PieceGuard;
      /** Values that are guards, or pieces with some. */
      readonly guards?: readonly Expr[];
      /** It may be a part of guards of `of` that a credential need not be there. */
      readonly isOptional?: true;
      /** Path parts follow each other without a slash. */
      readonly isJoined?: true;
      /** Among `path` and `guards` there may be other things, which say nothing of either. */
      readonly isMixed?: true;
      /** What guards of `of` declare is asked for, and looked at: by `check`, where that is found. */
      readonly isEnforced?: true;
      readonly check?: Expr;
      readonly extracts?: Extraction;
      /** What it takes from a request beside its path. */
      readonly takes?: readonly Taken[];
      /** With a method it is an operation by itself, once nothing further is made of it. */
      readonly isEndpoint?: true;
      /** The function that answers. */
      readonly handler?: Expr;
    })
  /**
   * Evaluating `site` gives what those of `inner` give that are routes or functions that make them, behind what `of` is: a
   * piece, or else something of a package that is put around routes.
   */
  | (OnSite & {
      readonly kind: 'behind';
      readonly site: Expr;
      readonly of: Expr;
      readonly inner: readonly Expr[];
      readonly rules: RouterRules;
    })
  /** Evaluating `site` gives a router of all routes among `items`, if there are any. `isStarted`: an application serves them. */
  | (OnSite & {
      readonly kind: 'routes-of';
      readonly site: Expr;
      readonly items: readonly Expr[];
      readonly rules: RouterRules;
      readonly isStarted?: true;
      /** Before all of them. */
      readonly prefix?: Expr;
      /** Where none of the items holds a route, they may be guards, which stand there together (`aspect ++ aspect`). */
      readonly mayGuard?: true;
    });
