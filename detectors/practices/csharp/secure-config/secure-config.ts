import type { SwitchFact } from '../../../../src/core/facts/switch.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { CSHARP_FILES } from '../../../routes/csharp/names.ts';
import { optionSwitches, appendedCookie } from './options.ts';
import { attributeOrigins, originSwitches } from './origins.ts';
import { pipelineSwitches } from './pipeline.ts';

export const secureConfigCSharp = defineDetector({
  id: 'secure-config-csharp',
  title: 'Security switches in C# code (ASP.NET)',
  kind: 'practice',
  docs: 'https://learn.microsoft.com/aspnet/core/security/',
  reads: 'c-sharp',
  files: CSHARP_FILES,
  words: [
    'UseDeveloperExceptionPage',
    'UseH',
    'UseSecurityHeaders',
    'UseXContent',
    'Origin',
    'Cors',
    'Cookie',
    'IncludeE',
    'Filters',
  ],
  emits: ['switch'],
  limits: [
    'A switch below a condition is judged where the condition asks for development or production alone.',
    'What settings files say of origins, hosts and cookies is not read; nor is what a service that has HTTPS in front of it needs no redirect for.',
    'Exemptions from the check of antiforgery tokens are not judged, because clients with tokens of their own need none.',
  ],
  version: 1,
  detect: (file): readonly SwitchFact[] => [
    ...pipelineSwitches(file),
    ...originSwitches(file),
    ...optionSwitches(file),
    ...file.calls.flatMap(site => [...attributeOrigins(site), ...appendedCookie(site)]),
  ],
});
