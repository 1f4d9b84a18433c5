/** Facts about services of an interface description language, and about code that serves them over HTTP. */
import type { Expr } from '../program.ts';
import type { OnSite, RouterRules } from './program.ts';

export type ServiceFact =
  /** A service that a `.proto` file describes. `site` is made for it, as in `guard-export`. */
  | (OnSite & {
      readonly kind: 'service';
      readonly site: Expr;
      readonly name: string;
      /** Empty where the file names none. */
      readonly package: string;
      readonly methods: readonly string[];
      /** Those of them that change nothing, and are answered for GET, too. */
      readonly safe: readonly string[];
      /** Names of the fields of what each of them takes. */
      readonly takes: Readonly<Record<string, readonly string[]>>;
      /** Those of them that send or take a stream. */
      readonly streams: readonly string[];
    })
  /**
   * Evaluating `site` gives a path and a handler, which answers POST for each method of a service below that path
   * (`userv1connect.NewUserServiceHandler(&users{})`). What stands before single requests alone does not stand before streams.
   * Source: Connect, Protocol Reference; Routing; Interceptors.
   */
  | (OnSite & {
      readonly kind: 'service-handler';
      readonly site: Expr;
      /** Its name in the code that is generated for it; of a known service, its full name. */
      readonly service: string;
      /** The package that the code is generated in. */
      readonly module: string;
      /** Methods of a known service. */
      readonly methods?: readonly string[];
      readonly implementation?: Expr;
      /** Names of types that methods of an implementation have among their parameters. */
      readonly parameters: readonly string[];
      readonly guards: readonly Expr[];
      readonly rules: RouterRules;
    })
  /** Evaluating `site` gives a handler of one method of a service, at its path; see `service-handler`. */
  | (OnSite & {
      readonly kind: 'procedure';
      readonly site: Expr;
      readonly path: Expr;
      readonly handler: Expr;
      readonly isStream: boolean;
      readonly guards: readonly Expr[];
      readonly rules: RouterRules;
    });
