/** What of Django and its common companions stands before views. Sources: Django 5.2, Using the authentication system; django-braces. */
import type { Method, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { type Export, exportAt, loadedRows } from '../loaded-names.ts';

type GuardExport = Extract<ProgramFact, { kind: 'guard-export' }>;
type Row = Export &
  Pick<GuardExport, 'effect' | 'mechanism' | 'methods' | 'exemptBy' | 'marks' | 'decidedBy'> & {
    readonly does: string;
  };

/** Metadata of operations that the middleware of Django lets everybody call. */
export const LOGIN_NOT_REQUIRED = 'login not required';

const AUTH = 'django.contrib.auth';
const HTTP = 'django.views.decorators.http';

function required(module: string, ...names: readonly string[]): readonly Row[] {
  return names.map(name => ({
    module,
    name,
    effect: 'required',
    mechanism: 'session',
    does: 'refuses who has not logged in',
  }));
}

function only(name: string, ...methods: readonly Method[]): Row {
  return { module: HTTP, name, effect: 'none', methods, does: `lets ${methods.join(' and ')} through` };
}

const ROWS: readonly Row[] = [
  ...required(`${AUTH}.decorators`, 'login_required', 'permission_required'),
  ...required(`${AUTH}.mixins`, 'LoginRequiredMixin', 'PermissionRequiredMixin'),
  ...required(`${AUTH}.views`, 'PasswordChangeView', 'PasswordChangeDoneView'),
  ...required('django.contrib.admin.views.decorators', 'staff_member_required'),
  ...required(
    'braces.views',
    'LoginRequiredMixin',
    'PermissionRequiredMixin',
    'MultiplePermissionsRequiredMixin',
    'GroupRequiredMixin',
    'StaffuserRequiredMixin',
    'SuperuserRequiredMixin',
  ),
  ...required('guardian.mixins', 'LoginRequiredMixin'),
  ...[`${AUTH}.mixins`, 'braces.views'].map((module): Row => ({
    module,
    name: 'UserPassesTestMixin',
    effect: 'unknown',
    decidedBy: 'test_func',
    does: 'asks its test',
  })),
  {
    module: `${AUTH}.middleware`,
    name: 'LoginRequiredMiddleware',
    effect: 'required',
    mechanism: 'session',
    exemptBy: LOGIN_NOT_REQUIRED,
    does: 'refuses who has not logged in',
  },
  {
    module: `${AUTH}.decorators`,
    name: 'login_not_required',
    effect: 'none',
    marks: LOGIN_NOT_REQUIRED,
    does: 'takes an operation out of what the middleware guards',
  },
  // They give sessions and users to views, and refuse nobody.
  ...['middleware.AuthenticationMiddleware', 'middleware.RemoteUserMiddleware'].map((name): Row => ({
    module: AUTH,
    name,
    effect: 'none',
    does: 'finds out who calls, and refuses nobody',
  })),
  {
    module: 'django.contrib.sessions.middleware',
    name: 'SessionMiddleware',
    effect: 'none',
    does: 'opens the session, and refuses nobody',
  },
  { module: `${AUTH}.mixins`, name: 'AccessMixin', effect: 'none', does: 'holds what other mixins share' },
  only('require_GET', 'GET'),
  only('require_POST', 'POST'),
  only('require_safe', 'GET', 'HEAD'),
];

/** What the file takes of them. */
export function guardExports(file: ProgramFile): readonly ProgramFact[] {
  return loadedRows(file, ROWS).map(({ row: { does, ...row }, at }) => ({
    kind: 'guard-export',
    at,
    framework: 'django',
    site: exportAt(at, row.module),
    ...row,
    why: `${row.module} ${row.name} ${does}`,
  }));
}
