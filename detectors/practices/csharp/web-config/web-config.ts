import type { SwitchFact, SwitchName } from '../../../../src/core/facts/switch.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { XmlAttribute, XmlElement } from '../../../../src/parse/xml.ts';
import { switchAt } from '../../switch-at.ts';

export const webConfig = defineDetector({
  id: 'web-config',
  title: 'Security switches in web.config',
  kind: 'practice',
  docs: 'https://learn.microsoft.com/previous-versions/dotnet/netframework-4.0/b5ysx397(v=vs.100)',
  reads: 'xml',
  files: ['**/[Ww]eb.config', '**/[Ww]eb.Release.config'],
  words: ['customErrors', 'compilation', 'httpCookies'],
  emits: ['switch'],
  limits: [
    'What a transformation of the release build sets takes the place of what `web.config` says; other transformations are not read.',
    'Sections that a `location` restricts to a path are left out.',
  ],
  version: 1,
  detect: ({ root }): readonly SwitchFact[] => {
    const sections = root.children.filter(({ local }) => local === 'system.web').flatMap(({ children }) => children);
    return sections.flatMap(section => ofSection(section).map(fact => ({ ...fact, isDefault: true as const })));
  },
});

function ofSection(section: XmlElement): readonly SwitchFact[] {
  switch (section.local) {
    case 'customErrors':
      return customErrors(section);
    case 'compilation':
      return compilation(section);
    case 'httpCookies':
      return cookies(section);
    default:
      return [];
  }
}

function attributeOf({ attributes }: XmlElement, name: string): XmlAttribute | undefined {
  return attributes.find(one => one.name === name);
}

function at(attribute: XmlAttribute, name: SwitchName, isSafe: boolean): SwitchFact {
  return switchAt(attribute.at, name, isSafe, `${attribute.name}="${attribute.value}"`);
}

/** Source: ASP.NET, `customErrors` element: `Off` shows the trace to everyone. */
function customErrors(section: XmlElement): readonly SwitchFact[] {
  const mode = attributeOf(section, 'mode');
  if (!mode) return [];
  const said = mode.value.toLowerCase();
  if (said === 'off') return [at(mode, 'debug-pages', false)];
  return said === 'on' || said === 'remoteonly' ? [at(mode, 'debug-pages', true)] : [];
}

/** `xdt:Transform="RemoveAttributes(debug)"` is how a release build switches it off. */
function compilation(section: XmlElement): readonly SwitchFact[] {
  const removed = section.attributes.find(
    ({ name, value }) => name.endsWith(':Transform') && /^RemoveAttributes\(\s{0,4}debug\b/.test(value),
  );
  if (removed) return [at(removed, 'debug-mode', true)];
  const debug = attributeOf(section, 'debug');
  return debug && /^(?:true|false)$/i.test(debug.value)
    ? [at(debug, 'debug-mode', debug.value.toLowerCase() === 'false')]
    : [];
}

/** Source: ASP.NET, `httpCookies` element. */
function cookies(section: XmlElement): readonly SwitchFact[] {
  const flags = ['httpOnlyCookies', 'requireSSL'].map(name => attributeOf(section, name));
  const off = flags.find(flag => flag?.value.toLowerCase() === 'false');
  if (off) return [at(off, 'session-cookie', false)];
  const [first] = flags;
  return first && flags.every(flag => flag?.value.toLowerCase() === 'true') ? [at(first, 'session-cookie', true)] : [];
}
