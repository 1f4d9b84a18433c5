import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { jvmYamlSettings } from './yaml-settings.ts';

const yaml = (text: string): Promise<void> => check(jvmYamlSettings, 'src/main/resources/application.yml', text);

test('settings of all kinds are found where they stand', () =>
  yaml(`
server:
  error:
    include-stacktrace: always
#                       ^^^^^^ switch error-details off | answers of failures show the trace
app:
  jwtSecret: thisIsTheKeyOfOurShop
#            ^^^^^^^^^^^^^^^^^^^^^ secret unsound | app.jwt-secret is set in a committed file
management.endpoints.web.exposure.include: '*'
#                                          ^^^ switch management-endpoints off
`));

test('an issuer gives keys and is checked; an audience is not by itself', () =>
  yaml(`
spring:
  security:
    oauth2:
      resourceserver:
        jwt:
          issuer-uri: https://id.shop.io
#                     ^^^^^^^^^^^^^^^^^^ token-verification partial | the resource server of Spring Security does not check audience
#                     ^^^^^^^^^^^^^^^^^^ token-life sound | keys are taken from a set that the issuer can rotate
`));

test('an audience beside it makes it whole', () =>
  yaml(`
spring.security.oauth2.resourceserver.jwt:
  issuer-uri: https://id.shop.io
#             ^^^^^^^^^^^^^^^^^^ token-verification sound
#             ^^^^^^^^^^^^^^^^^^ token-life sound
  audiences: [shop]
`));

test('keys alone say nothing of issuer and audience', () =>
  yaml(`
spring.security.oauth2.resourceserver.jwt.jwk-set-uri: https://id.shop.io/keys
#                                                      ^^^^^^^^^^^^^^^^^^^^^^^ token-verification partial | the resource server of Spring Security does not check issuer, audience
#                                                      ^^^^^^^^^^^^^^^^^^^^^^^ token-life sound
`));

test('a document for development does not count', () =>
  yaml(`
spring.config.activate.on-profile: dev
app.jwt.secret: thisIsTheKeyOfOurShop
---
spring.config.activate.on-profile: prod
app.jwt.secret: thisIsTheKeyOfOurShop
#               ^^^^^^^^^^^^^^^^^^^^^ secret unsound
`));
