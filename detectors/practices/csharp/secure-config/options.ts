/** Switches among the options that start-up code sets: cookies, errors, requests of foreign pages. Sources: ASP.NET Core, CookieBuilder, CookiePolicyOptions, Prevent CSRF; Hellang.Middleware.ProblemDetails; Web API 2. */
import type { SwitchFact } from '../../../../src/core/facts/switch.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { certainNodes } from '../../../guards/javascript/switches/certain.ts';
import { lastName } from '../../../routes/csharp/names.ts';
import { type MemberAssignment, memberAssignments } from '../../member-assignments.ts';
import { switchAt } from '../../switch-at.ts';
import { saysYes } from '../told.ts';

const NAMES: readonly string[] = [
  'HttpOnly',
  'SecurePolicy',
  'Secure',
  'IncludeExceptionDetails',
  'IncludeErrorDetailPolicy',
];

export function optionSwitches(file: ProgramFile): readonly SwitchFact[] {
  return [...memberAssignments(file, NAMES).flatMap(assigned => ofMember(file, assigned)), ...ofFilters(file)];
}

function ofMember(file: ProgramFile, { target, value }: MemberAssignment): readonly SwitchFact[] {
  const at = target.nameAt;
  switch (target.name) {
    case 'HttpOnly':
      return cookie(file, target.of, value, at);
    case 'SecurePolicy':
    case 'Secure':
      if (!isOfCookies(file, target.of)) return [];
      if (isMember(value, 'CookieSecurePolicy', 'None'))
        return [switchAt(at, 'session-cookie', false, 'cookies are sent in clear text')];
      // A second switch of the file may take the other flag away.
      return isMember(value, 'CookieSecurePolicy', 'Always') &&
        !/\.HttpOnly\s{0,4}=\s{0,4}(?:false|HttpOnlyPolicy\.None)/.test(file.text)
        ? [switchAt(at, 'session-cookie', true, 'cookies are sent over TLS alone')]
        : [];
    case 'IncludeExceptionDetails':
      return saysYes(value) ? [switchAt(at, 'error-details', false, 'answers of failures hold the exception')] : [];
    case 'IncludeErrorDetailPolicy':
      return isMember(value, 'IncludeErrorDetailPolicy', 'Always')
        ? [switchAt(at, 'error-details', false, 'answers of failures hold the exception')]
        : [];
    default:
      return [];
  }
}

/** `options.Cookie.HttpOnly = false`; a cookie that scripts have to read says so by its name. */
function cookie(file: ProgramFile, of: Expr, value: Expr, at: Expr['at']): readonly SwitchFact[] {
  const isOff = (value.kind === 'boolean' && !value.value) || isMember(value, 'HttpOnlyPolicy', 'None');
  return isOff && isOfCookies(file, of) && !/xsrf|csrf|antiforgery/i.test(file.text)
    ? [switchAt(at, 'session-cookie', false, 'scripts may read the cookies')]
    : [];
}

/** `options.Cookie.…` of authentication and sessions, and what `CookiePolicyOptions` say of all cookies. */
function isOfCookies(file: ProgramFile, of: Expr): boolean {
  const isOfOptions = of.kind === 'member' && of.name === 'Cookie';
  return isOfOptions
    ? /\b(?:AddCookie|AddSession|ConfigureApplicationCookie|CookieAuthenticationOptions|SessionOptions)\b/.test(
        file.text,
      )
    : of.kind === 'name' && /\bCookiePolicyOptions\b/.test(file.text);
}

function isMember(value: Expr, of: string, name: string): boolean {
  return value.kind === 'member' && value.name === name && lastName(value.of) === of;
}

/** `options.Filters.Add(new AutoValidateAntiforgeryTokenAttribute())`, `options.Filters.Add<RequireHttpsAttribute>()`. */
function ofFilters(file: ProgramFile): readonly SwitchFact[] {
  return certainNodes(file.module.body).flatMap((node): readonly SwitchFact[] => {
    if (node.kind !== 'call' || node.callee.kind !== 'member' || node.callee.name !== 'Add') return [];
    if (lastName(node.callee.of) !== 'Filters') return [];
    const [given] = node.args;
    const filter = node.typeArguments[0] ?? (given?.kind === 'call' ? lastName(given.callee) : '');
    if (/^AutoValidateAntiforgeryToken(?:Attribute)?$/.test(filter))
      return [switchAt(node.nameAt, 'csrf', true, 'AutoValidateAntiforgeryToken')];
    return /^RequireHttps(?:Attribute)?$/.test(filter)
      ? [switchAt(node.nameAt, 'https-only', true, 'RequireHttps')]
      : [];
  });
}

const SENSITIVE = /sess|auth|token|jwt|login/i;

/** `Response.Cookies.Append("token", …, new CookieOptions { HttpOnly = true, Secure = true })`. */
export function appendedCookie({ call, name, receiver }: CallSite): readonly SwitchFact[] {
  const [key, , options] = call.args;
  if (name !== 'Append' || !receiver || lastName(receiver) !== 'Cookies' || options?.kind !== 'call') return [];
  const said = key?.kind === 'text' ? key.value : key ? lastName(key) : '';
  if (!SENSITIVE.test(said) || /xsrf|csrf/i.test(said) || lastName(options.callee) !== 'CookieOptions') return [];
  const flags = ['HttpOnly', 'Secure'].map(flag => ({
    flag,
    value: options.args.flatMap(arg => (arg.kind === 'named' && arg.name === flag ? [arg.value] : []))[0],
  }));
  const off = flags.find(({ value }) => value?.kind === 'boolean' && !value.value);
  if (off) return [switchAt(call.nameAt, 'session-cookie', false, `${off.flag} of the cookie is off`)];
  return flags.every(({ value }) => value?.kind === 'boolean' && value.value)
    ? [switchAt(call.nameAt, 'session-cookie', true, 'HttpOnly and Secure of the cookie are on')]
    : [];
}
