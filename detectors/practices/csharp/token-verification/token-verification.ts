import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite } from '../../../../src/parse/program-file.ts';
import { CSHARP_FILES } from '../../../routes/csharp/names.ts';
import { type Judged, unsound } from '../../judged-verification.ts';
import { identityWeb, isReadBlindly, smallLibraries } from './other-verifiers.ts';
import { bearer, parameters } from './parameters.ts';

export const tokenVerificationCSharp = defineDetector({
  id: 'token-verification-csharp',
  title: 'Verification of tokens in C#',
  kind: 'practice',
  docs: 'https://learn.microsoft.com/aspnet/core/security/authentication/configure-jwt-bearer-authentication',
  reads: 'c-sharp',
  files: CSHARP_FILES,
  words: [
    'TokenValidationParameters',
    'AddJwtBearer',
    'AddMicrosoftIdentityWebApi',
    'ApiAuthentication',
    'Jwt',
    'Jose',
    'JWT',
    'AddIdentityServerAuthentication',
  ],
  emits: ['practice'],
  limits: [
    'The libraries bind the algorithm to the key, so that a list of algorithms is not asked of them.',
    'Switches with a value that is not written out, or below a condition, are not judged; nor is what settings files bind to options.',
    'Without a valid issuer or audience to compare with, the library refuses every token: that it is named elsewhere is taken for granted.',
    'Reading a token without verifying it counts only where the method says that it finds the caller, in a file that neither verifies one nor asks another service.',
  ],
  version: 1,
  detect: file => {
    const verified = file.calls.flatMap(site =>
      fact(site, parameters(file, site) ?? bearer(file, site) ?? identityWeb(site) ?? smallLibraries(file, site)),
    );
    if (verified.length > 0) return verified;
    return file.calls.flatMap(site =>
      isReadBlindly(file, site)
        ? fact(site, unsound('a token that is decoded and not verified says who the caller is'))
        : [],
    );
  },
});

function fact({ call }: CallSite, judged: Judged | undefined): readonly PracticeFact[] {
  return judged ? [{ kind: 'practice', at: call.nameAt, practice: 'token-verification', ...judged }] : [];
}
