import type { SwitchFact, SwitchName } from '../../../../src/core/facts/switch.ts';
import type { Location } from '../../../../src/core/location.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isPlug } from '../../../guards/elixir/plugs/plug-calls.ts';
import { certainNodes } from '../../../guards/javascript/switches/certain.ts';
import { moduleName, optionOf } from '../../../routes/elixir/modules.ts';
import { ELIXIR_FILES } from '../../../routes/elixir/source-files.ts';
import { type Setting, settingsIn } from '../settings.ts';

export const secureConfigElixir = defineDetector({
  id: 'secure-config-elixir',
  title: 'Security switches in Elixir code and settings (Phoenix, Plug)',
  kind: 'practice',
  docs: 'https://hexdocs.pm/phoenix/Phoenix.Endpoint.html',
  reads: 'elixir',
  files: ELIXIR_FILES,
  words: ['config ', 'Plug.SSL', 'Plug.Session', 'Plug.Debugger', 'protect_from_forgery', 'Corsica', 'CORSPlug'],
  emits: ['switch'],
  limits: [
    'Settings for development and tests are not read, and neither are plugs below a condition.',
    'Flags of a session that are held by an attribute are read where it stands in the same module.',
  ],
  version: 1,
  detect: file => {
    const certain = new Set(certainNodes(file.module.body));
    return [
      ...settingsIn(file).flatMap(ofSetting),
      ...file.calls.flatMap(site => (isPlug(site) && certain.has(site.call) ? plugged(site.call) : [])),
    ];
  },
});

function switchAt(at: Location, name: SwitchName, isSafe: boolean, what: string): readonly SwitchFact[] {
  return [{ kind: 'switch', at, name, isSafe, what }];
}

/** Sources: Phoenix.Endpoint, Compile-time and runtime configuration; Plug.SSL. */
function ofSetting({ of, key, at, value }: Setting): readonly SwitchFact[] {
  const isEndpoint = of?.endsWith('Endpoint') === true;
  const isOn = value.kind === 'boolean' && value.value;
  const isOff = value.kind === 'boolean' && !value.value;
  if (key === 'verify' && value.kind === 'text' && value.value === 'verify_none')
    return switchAt(at, 'tls-verification', false, 'certificates are not verified (verify: :verify_none)');
  if (!isEndpoint) return [];
  if (key === 'force_ssl' && value.kind === 'list')
    return switchAt(at, 'https-only', true, 'force_ssl sends clear-text requests to HTTPS');
  if (key === 'force_ssl' && value.kind === 'record')
    return switchAt(at, 'https-only', true, 'force_ssl sends clear-text requests to HTTPS');
  if (key === 'check_origin' && isOff)
    return switchAt(at, 'cross-origin', false, 'sockets answer any origin (check_origin: false)');
  if (key === 'debug_errors' && isOn)
    return switchAt(at, 'debug-pages', false, 'failures are shown with their trace (debug_errors: true)');
  return [];
}

/** Sources: Plug.SSL; Plug.Debugger; Plug.CSRFProtection; Plug.Session; Corsica; CORSPlug. */
function plugged({ args, nameAt }: CallExpr): readonly SwitchFact[] {
  const [written] = args;
  const options = args.slice(1);
  if (written?.kind === 'text')
    return written.value === 'protect_from_forgery'
      ? switchAt(nameAt, 'csrf', true, 'protect_from_forgery refuses requests of foreign pages')
      : [];
  switch (moduleName(written)) {
    case 'Plug.SSL':
      return switchAt(nameAt, 'https-only', true, 'Plug.SSL sends clear-text requests to HTTPS');
    case 'Plug.Debugger':
      return switchAt(nameAt, 'debug-pages', false, 'Plug.Debugger shows failures with their trace');
    case 'Plug.CSRFProtection':
      return switchAt(nameAt, 'csrf', true, 'Plug.CSRFProtection refuses requests of foreign pages');
    case 'Plug.Session':
      return session(nameAt, options);
    case 'Corsica':
      return isTrue(optionOf(options, 'allow_credentials')) && isAny(optionOf(options, 'origins'))
        ? switchAt(nameAt, 'cross-origin', false, 'any origin is answered with credentials')
        : [];
    case 'CORSPlug':
      // It allows credentials unless it is told otherwise.
      return isAny(optionOf(options, 'origin')) && !isFalse(optionOf(options, 'credentials'))
        ? switchAt(nameAt, 'cross-origin', false, 'any origin is answered with credentials')
        : [];
    default:
      return [];
  }
}

/** Both flags, or one that is switched off in so many words; `http_only` is on unless it is. */
function session(at: Location, options: readonly Expr[]): readonly SwitchFact[] {
  const isOpen = isFalse(optionOf(options, 'http_only'));
  if (isOpen || isFalse(optionOf(options, 'secure')))
    return switchAt(at, 'session-cookie', false, `${isOpen ? 'http_only' : 'secure'} of the session cookie is off`);
  return isTrue(optionOf(options, 'secure'))
    ? switchAt(at, 'session-cookie', true, 'http_only and secure of the session cookie are on')
    : [];
}

function isTrue(expr: Expr | undefined): boolean {
  return expr?.kind === 'boolean' && expr.value;
}

function isFalse(expr: Expr | undefined): boolean {
  return expr?.kind === 'boolean' && !expr.value;
}

function isAny(expr: Expr | undefined): boolean {
  if (expr?.kind === 'list') return expr.items.some(isAny);
  return expr?.kind === 'text' && expr.value === '*';
}
