import type { SwitchFact } from '../../../../src/core/facts/switch.ts';
import type { Location } from '../../../../src/core/location.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { TextFile } from '../../../../src/parse/text-file.ts';

export const phpIni = defineDetector({
  id: 'php-ini',
  title: 'Security switches in php.ini',
  kind: 'practice',
  docs: 'https://www.php.net/manual/en/ini.list.php',
  reads: 'text',
  files: ['**/php*.ini', '**/{php,conf.d,fpm,docker}/**/*.ini', '**/.user.ini'],
  words: ['display_errors', 'session.cookie_'],
  emits: ['switch'],
  limits: [
    'Files and folders for development and tests are left out by their names; which file a server reads is not known.',
    'What pools of PHP-FPM and servers set (`php_admin_value`) is not read.',
  ],
  version: 1,
  detect: file => (isElsewhere(file.path) ? [] : switchesIn(directivesIn(file))),
});

function isElsewhere(path: string): boolean {
  return /(?:^|[^a-z])(?:dev|devel|development|local|tests?|testing|ci|debug|xdebug|cli|examples?|samples?)(?:[^a-z]|$)/i.test(
    path,
  );
}

type Directive = { readonly name: string; readonly isOn: boolean; readonly at: Location };

const LONGEST = 500;

/** `display_errors = Off`; the last word of a name counts. */
function directivesIn(file: TextFile): readonly Directive[] {
  const found = new Map<string, Directive>();
  let offset = 0;
  for (const line of file.text.split('\n')) {
    const [, before = '', name = '', value = ''] =
      /^(\s{0,20})(display_errors|session\.cookie_(?:secure|httponly))\s{0,20}=\s{0,20}["']?(\w{0,20})/.exec(
        line.slice(0, LONGEST),
      ) ?? [];
    const isOn = onOff(value);
    const start = offset + before.length;
    if (name !== '' && isOn !== undefined) found.set(name, { name, isOn, at: file.locate(start, start + name.length) });
    offset += line.length + 1;
  }
  return [...found.values()];
}

/** Undefined for what is neither, such as `stderr`. */
function onOff(value: string): boolean | undefined {
  if (/^(?:1|on|yes|true|stdout)$/i.test(value)) return true;
  return /^(?:0|off|no|false|none|)$/i.test(value) ? false : undefined;
}

function switchesIn(directives: readonly Directive[]): readonly SwitchFact[] {
  const base = { kind: 'switch', isDefault: true } as const;
  const display = directives.find(({ name }) => name === 'display_errors');
  const flags = directives.filter(({ name }) => name !== 'display_errors');
  const off = flags.find(({ isOn }) => !isOn);
  const [secure] = flags.filter(({ name }) => name.endsWith('secure'));
  return [
    ...(display
      ? [
          {
            ...base,
            at: display.at,
            name: 'error-details',
            isSafe: !display.isOn,
            what: `display_errors is ${display.isOn ? 'on' : 'off'}`,
          } as const,
        ]
      : []),
    ...(off
      ? [{ ...base, at: off.at, name: 'session-cookie', isSafe: false, what: `${off.name} is off` } as const]
      : []),
    ...(!off && secure && flags.length === 2
      ? [
          {
            ...base,
            at: secure.at,
            name: 'session-cookie',
            isSafe: true,
            what: 'cookie_secure and cookie_httponly are on',
          } as const,
        ]
      : []),
  ];
}
