/** Who is asked by the facades and controllers of Laravel, Symfony and jwt-auth. */
import { fail } from './calls.ts';
import { readCredential } from './expressions.ts';
import { textOf } from './php-answers.ts';
import { signedIn } from './php-functions.ts';
import { authenticationCall } from './php-request.ts';
import { ANY, type Called, type Context, type Seen, type Step, type Way, forkUnder } from './seen.ts';

/** A call of a method; `holder` is the class of a package that it is one of. */
export function frameworkCall(context: Context, way: Way, called: Called, holder: string): readonly Step[] | undefined {
  const { name } = called;
  if (holder === 'Auth') return authenticationCall(context, way, name, called.args);
  if (holder === 'JWTAuth' || name === 'parseToken') return ofToken(context, way, name);
  if (holder === 'Gate' || name === 'authorize' || name === 'authorizeResource')
    return askGate(context, way, called, holder === 'Gate');
  return controllerCall(context, way, called);
}

/** The gate and its policies may let strangers pass; unless they say so, they do not. Source: Laravel, Authorization (Guest Users). */
function askGate(context: Context, way: Way, { name }: Called, isFacade: boolean): readonly Step[] {
  if (isFacade && /^(?:define|policy|before|after|resource|guessPolicyNamesUsing)$/.test(name))
    return [{ seen: ANY, way }];
  if (isFacade && name === 'forUser') return [{ seen: { kind: 'object', name: 'Gate' }, way }];
  readCredential(context, way, isFacade ? `Gate::${name}()` : `${name}()`, { mechanism: 'session', isCarried: false });
  if (context.caller === 'anyone' || !/^(?:authorize|authorizeResource)$/.test(name)) return [{ seen: ANY, way }];
  return mayForbid(way, 'what the gate says of strangers');
}

/** Voters of the application may let strangers pass, and may not. Source: Symfony, How to Use Voters. */
function askVoters(context: Context, way: Way, attribute: string): readonly Step[] {
  way.mayRead ??= `denyAccessUnlessGranted(${attribute})`;
  if (context.caller === 'anyone') return [{ seen: ANY, way }];
  return mayForbid(way, 'what voters say of strangers');
}

function mayForbid(way: Way, words: string): readonly Step[] {
  const other = forkUnder(way, words);
  other.condition = words;
  way.condition ??= words;
  fail(way, 403);
  return [
    { seen: ANY, way },
    { seen: ANY, way: other },
  ];
}

/** Methods that controllers of Symfony have. Source: Symfony, `AbstractController`. */
function controllerCall(context: Context, way: Way, { name, args }: Called): readonly Step[] | undefined {
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const [first] = args;
  const attribute = textOf(first) ?? '';
  const isRole = /^(?:ROLE_\w+|IS_AUTHENTICATED(?:_FULLY|_REMEMBERED)?|IS_REMEMBERED)$/.test(attribute);
  switch (name) {
    case 'denyAccessUnlessGranted':
      if (isRole) {
        readCredential(context, way, attribute, { mechanism: 'session', isCarried: false });
        if (context.caller !== 'anyone') fail(way, 403);
      } else if (attribute !== 'PUBLIC_ACCESS') return askVoters(context, way, attribute);
      return one(ANY);
    case 'isGranted':
      if (!isRole) {
        way.mayRead ??= `isGranted(${attribute})`;
        return one(ANY);
      }
      return one(signedIn(context, way, attribute, false));
    case 'getUser':
      return args.length === 0
        ? one(readCredential(context, way, 'getUser()', { mechanism: 'session', isCarried: false }))
        : undefined;
    case 'createAccessDeniedException':
      return one({ kind: 'answer', status: 403 });
    case 'createNotFoundException':
      return one({ kind: 'answer', status: 404 });
    case 'redirectToRoute':
    case 'goHome':
    case 'goBack':
      return one({ kind: 'answer', status: 302 });
    default:
      return undefined;
  }
}

/** `JWTAuth::parseToken()->authenticate()`: without a good token, both fail. */
function ofToken(context: Context, way: Way, name: string): readonly Step[] | undefined {
  const isDemanding = /^(?:parseToken|authenticate|toUser|checkOrFail|getPayload|payload|refresh)$/.test(name);
  if (!isDemanding && name !== 'user' && name !== 'check' && name !== 'getToken') return undefined;
  const seen = readCredential(context, way, `JWTAuth::${name}()`, { mechanism: 'jwt', isCarried: false });
  if (isDemanding && context.caller !== 'anyone') fail(way, 401);
  return [{ seen, way }];
}
