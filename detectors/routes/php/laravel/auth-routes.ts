/** Routes that `Auth::routes()` registers. Source: laravel/ui, `AuthRouteMethods`. */
import type { Method } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { entryOf } from '../values.ts';

export type AuthRoute = {
  readonly method: Method;
  readonly path: string;
  readonly handler: string;
  readonly name?: string;
};

/** The option that says whether they are there, and whether they are where it is not given. */
type Part = { readonly option?: string; readonly byDefault: boolean; readonly routes: readonly AuthRoute[] };

const PARTS: readonly Part[] = [
  {
    option: 'login',
    byDefault: true,
    routes: [
      { method: 'GET', path: 'login', handler: 'Auth\\LoginController@showLoginForm', name: 'login' },
      { method: 'POST', path: 'login', handler: 'Auth\\LoginController@login' },
    ],
  },
  {
    option: 'logout',
    byDefault: true,
    routes: [{ method: 'POST', path: 'logout', handler: 'Auth\\LoginController@logout', name: 'logout' }],
  },
  {
    option: 'register',
    byDefault: true,
    routes: [
      { method: 'GET', path: 'register', handler: 'Auth\\RegisterController@showRegistrationForm', name: 'register' },
      { method: 'POST', path: 'register', handler: 'Auth\\RegisterController@register' },
    ],
  },
  {
    option: 'reset',
    byDefault: true,
    routes: [
      {
        method: 'GET',
        path: 'password/reset',
        handler: 'Auth\\ForgotPasswordController@showLinkRequestForm',
        name: 'password.request',
      },
      {
        method: 'POST',
        path: 'password/email',
        handler: 'Auth\\ForgotPasswordController@sendResetLinkEmail',
        name: 'password.email',
      },
      {
        method: 'GET',
        path: 'password/reset/{token}',
        handler: 'Auth\\ResetPasswordController@showResetForm',
        name: 'password.reset',
      },
      {
        method: 'POST',
        path: 'password/reset',
        handler: 'Auth\\ResetPasswordController@reset',
        name: 'password.update',
      },
    ],
  },
  {
    // Without a word, these are there where the controller is.
    option: 'confirm',
    byDefault: false,
    routes: [
      {
        method: 'GET',
        path: 'password/confirm',
        handler: 'Auth\\ConfirmPasswordController@showConfirmForm',
        name: 'password.confirm',
      },
      { method: 'POST', path: 'password/confirm', handler: 'Auth\\ConfirmPasswordController@confirm' },
    ],
  },
  {
    option: 'verify',
    byDefault: false,
    routes: [
      {
        method: 'GET',
        path: 'email/verify',
        handler: 'Auth\\VerificationController@show',
        name: 'verification.notice',
      },
      {
        method: 'GET',
        path: 'email/verify/{id}/{hash}',
        handler: 'Auth\\VerificationController@verify',
        name: 'verification.verify',
      },
      {
        method: 'POST',
        path: 'email/resend',
        handler: 'Auth\\VerificationController@resend',
        name: 'verification.resend',
      },
    ],
  },
];

/** What the options leave; one that is computed says nothing. */
export function authRoutes(options: Expr | undefined): readonly AuthRoute[] {
  return PARTS.flatMap(({ option, byDefault, routes }) => {
    const given = option === undefined ? undefined : entryOf(options, option);
    const isThere = given?.kind === 'boolean' ? given.value : byDefault;
    return isThere ? routes : [];
  });
}
