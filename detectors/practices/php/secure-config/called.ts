/** Switches that PHP code sets by calls: of PHP itself, of WordPress and of Slim. Sources: PHP, `php.ini` directives; WordPress, Debugging; Slim, Error Handling Middleware. */
import type { SwitchFact } from '../../../../src/core/facts/switch.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { certainNodes } from '../../../guards/javascript/switches/certain.ts';
import { isFalse, isTrue } from '../../calls.ts';
import { optionIn } from '../../constants.ts';
import { importsOne, isCallOf } from '../../library-calls.ts';

export function calledSwitches(file: ProgramFile): readonly SwitchFact[] {
  if (isOfCommand(file)) return [];
  const certain = new Set<unknown>(certainNodes(file.module.body));
  const sites = file.calls.filter(({ call }) => certain.has(call));
  return [
    ...sites.flatMap(site => [...display(file, site), ...wordPress(file, site), ...slim(file, site)]),
    ...cookie(file, sites),
  ];
}

/** What is run from a shell shows its failures to who runs it. */
function isOfCommand(file: ProgramFile): boolean {
  return (
    file.text.startsWith('#!') ||
    /\bphp_sapi_name\b|\bPHP_SAPI\b|\bSTDIN\b|\$argv\b/.test(file.text) ||
    /(?:^|\/)(?:bin|cli|cron|scripts?|tools?|install\w*|setup|build|dev|examples?|docs?)\//i.test(file.path)
  );
}

const INI = { calls: ['\\.ini_set'] };

/** `ini_set('display_errors', '1')`. */
function display(file: ProgramFile, site: CallSite): readonly SwitchFact[] {
  const [name, value] = site.call.args;
  if (!isCallOf(file, site, INI) || name?.kind !== 'text' || name.value !== 'display_errors' || !value) return [];
  const isOn = onOff(value);
  return isOn === undefined
    ? []
    : [
        {
          kind: 'switch',
          at: name.at,
          name: 'error-details',
          isSafe: !isOn,
          what: `display_errors is ${isOn ? 'on' : 'off'}`,
        },
      ];
}

/** Undefined for what is computed, and for `stderr`. */
function onOff(value: Expr): boolean | undefined {
  if (value.kind === 'boolean') return value.value;
  if (value.kind === 'number') return value.value !== 0;
  if (value.kind !== 'text') return undefined;
  if (/^(?:1|on|yes|true|stdout)$/i.test(value.value)) return true;
  return /^(?:0|off|no|false|)$/i.test(value.value) ? false : undefined;
}

const DEFINE = { calls: ['\\.define'] };

/** `define('WP_DEBUG', true)`; failures are shown unless that is switched off beside it. */
function wordPress(file: ProgramFile, site: CallSite): readonly SwitchFact[] {
  if (!/(?:^|\/)wp-config\.php$/.test(file.path) || !isCallOf(file, site, DEFINE)) return [];
  const [name, value] = site.call.args;
  if (name?.kind !== 'text' || name.value !== 'WP_DEBUG' || value?.kind !== 'boolean') return [];
  const isHidden = /WP_DEBUG_DISPLAY['"]\s{0,4},\s{0,4}false/i.test(file.text);
  if (value.value && isHidden) return [];
  return [
    {
      kind: 'switch',
      at: name.at,
      name: 'debug-pages',
      isSafe: !value.value,
      what: `WP_DEBUG is ${value.value ? 'on' : 'off'}`,
    },
  ];
}

/** `$app->addErrorMiddleware(true, …)` shows the trace. */
function slim(file: ProgramFile, { call, name, receiver }: CallSite): readonly SwitchFact[] {
  const [shown] = call.args;
  const value = shown?.kind === 'named' ? shown.value : shown;
  if (name !== 'addErrorMiddleware' || !receiver || value?.kind !== 'boolean' || !importsOne(file, ['Slim'])) return [];
  return [
    {
      kind: 'switch',
      at: call.nameAt,
      name: 'error-details',
      isSafe: !value.value,
      what: `displayErrorDetails of Slim is ${value.value ? 'on' : 'off'}`,
    },
  ];
}

type Flag = { readonly name: string; readonly at: Expr['at']; readonly isOn: boolean };

/** `session_set_cookie_params([...])`, `session_start([...])` and `ini_set('session.cookie_secure', 1)`. */
function cookie(file: ProgramFile, sites: readonly CallSite[]): readonly SwitchFact[] {
  const flags = sites.flatMap(site => flagsOf(file, site));
  const off = flags.find(({ isOn }) => !isOn);
  const secure = flags.find(({ name }) => name === 'secure');
  const base = { kind: 'switch', name: 'session-cookie' } as const;
  if (off) return [{ ...base, at: off.at, isSafe: false, what: `${off.name} of the session cookie is off` }];
  return secure && flags.some(({ name }) => name === 'httponly')
    ? [{ ...base, at: secure.at, isSafe: true, what: 'secure and httponly of the session cookie are on' }]
    : [];
}

function flagsOf(file: ProgramFile, site: CallSite): readonly Flag[] {
  const { call, inside } = site;
  const [first, second] = call.args;
  if (isCallOf(file, site, INI)) {
    const name = first?.kind === 'text' ? /^session\.cookie_(secure|httponly)$/.exec(first.value)?.[1] : undefined;
    const isOn = second && onOff(second);
    return name !== undefined && first && isOn !== undefined ? [{ name, at: first.at, isOn }] : [];
  }
  const isParams = isCallOf(file, site, { calls: ['\\.session_set_cookie_params'] });
  if (!isParams && !isCallOf(file, site, { calls: ['\\.session_start'] })) return [];
  return ['secure', 'httponly'].flatMap(name => {
    const option = optionIn(file, first, isParams ? name : `cookie_${name}`, inside);
    if (option.kind !== 'given' || !(isTrue(option.value) || isFalse(option.value))) return [];
    return [{ name, at: option.value.at, isOn: isTrue(option.value) }];
  });
}
