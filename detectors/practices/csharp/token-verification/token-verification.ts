import { defineDetector } from '../../../../src/detector.ts';
import { CSHARP_FILES } from '../../../routes/csharp/names.ts';
import { orBelieved, verificationAt } from '../../judged-verification.ts';
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
  detect: file =>
    orBelieved(
      file,
      file.calls.flatMap(site =>
        verificationAt(
          site,
          parameters(file, site) ?? bearer(file, site) ?? identityWeb(site) ?? smallLibraries(file, site),
        ),
      ),
      isReadBlindly,
    ),
});
