/** Packages of Go that issue and verify tokens, by their import paths. */
import { versionsOf } from '../../routes/go/verbs.ts';

/** The first is the ancestor of the second, and is not maintained. */
export const GOLANG_JWT: readonly string[] = [
  ...versionsOf('github.com/golang-jwt/jwt', 5),
  ...versionsOf('github.com/dgrijalva/jwt-go', 4),
  'github.com/form3tech-oss/jwt-go',
];

/** Code that looks at the expiry of a token by itself. */
export const OWN_EXPIRY = /\.ExpiresAt\b|\["exp"\]|\.Expiry\b|\bVerifyExpiresAt\b/;
