import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { GO_FILES } from '../../../routes/go/source-files.ts';
import { type Judged, unsound } from '../../judged-verification.ts';
import { isReadBlindly } from './believed.ts';
import { golangJwt } from './golang-jwt.ts';
import { echoJwt, jwtauth, jwx, oidc } from './other-verifiers.ts';

export const tokenVerificationGo = defineDetector({
  id: 'token-verification-go',
  title: 'Verification of tokens in Go',
  kind: 'practice',
  docs: 'https://golang-jwt.github.io/jwt/usage/parse/',
  reads: 'go',
  files: GO_FILES,
  words: ['jwt', 'oidc'],
  emits: ['practice'],
  limits: [
    'Options and parsers that are made in another file are not judged.',
    'That the algorithm, the issuer or the audience is looked at by code of its own is told by comparisons in the same file.',
    'Reading a token without verifying it counts only where the function says that it finds the caller, in a file that neither verifies one nor asks another service.',
  ],
  version: 1,
  detect: file => {
    const verified = file.calls.flatMap(site => fact(site, verification(file, site)));
    if (verified.length > 0) return verified;
    return file.calls.flatMap(site =>
      isReadBlindly(file, site)
        ? fact(site, unsound('a token that is decoded and not verified says who the caller is'))
        : [],
    );
  },
});

function verification(file: ProgramFile, site: CallSite): Judged | undefined {
  return golangJwt(file, site) ?? jwx(file, site) ?? oidc(file, site) ?? jwtauth(file, site) ?? echoJwt(file, site);
}

function fact({ call }: CallSite, judged: Judged | undefined): readonly PracticeFact[] {
  return judged ? [{ kind: 'practice', at: call.nameAt, practice: 'token-verification', ...judged }] : [];
}
