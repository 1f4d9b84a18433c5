/**
 * Members of controllers and traits of Laravel's own packages that answer whoever calls: signing in and up, asking for a new
 * password, and what hands out tokens. Sources: laravel/ui, `auth-backend`; laravel/fortify, laravel/passport and
 * laravel/sanctum, `routes`.
 */
export const BROUGHT: ReadonlyMap<string, readonly string[]> = new Map([
  ['Illuminate\\Foundation\\Auth\\AuthenticatesUsers', ['showLoginForm', 'login', 'logout']],
  ['Illuminate\\Foundation\\Auth\\RegistersUsers', ['showRegistrationForm', 'register']],
  ['Illuminate\\Foundation\\Auth\\SendsPasswordResetEmails', ['showLinkRequestForm', 'sendResetLinkEmail']],
  ['Illuminate\\Foundation\\Auth\\ResetsPasswords', ['showResetForm', 'reset']],
  ['Laravel\\Fortify\\Http\\Controllers\\AuthenticatedSessionController', ['create', 'store', 'destroy']],
  ['Laravel\\Fortify\\Http\\Controllers\\RegisteredUserController', ['create', 'store']],
  ['Laravel\\Fortify\\Http\\Controllers\\PasswordResetLinkController', ['create', 'store']],
  ['Laravel\\Fortify\\Http\\Controllers\\NewPasswordController', ['create', 'store']],
  ['Laravel\\Fortify\\Http\\Controllers\\TwoFactorAuthenticatedSessionController', ['create', 'store']],
  ['Laravel\\Passport\\Http\\Controllers\\AccessTokenController', ['issueToken']],
  ['Laravel\\Sanctum\\Http\\Controllers\\CsrfCookieController', ['show']],
]);
