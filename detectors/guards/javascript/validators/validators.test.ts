import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { validators } from './validators.ts';

test('validators authenticate nobody', () =>
  check(
    validators,
    'app.ts',
    `
import { celebrate } from 'celebrate';
import { body } from 'express-validator';
import { zValidator } from '@hono/zod-validator';
app.post('/a', celebrate({ body: schema }), body('email').isEmail(), zValidator('json', schema));
//             ^^^^^^^^^ guard-kind none validation
//                                          ^^^^ guard-kind none validation-rule
//                                                                   ^^^^^^^^^^ guard-kind none validation
`,
  ));

test('pipes of Nest check parameters', () =>
  check(
    validators,
    'app.ts',
    `
import { ParseIntPipe, ValidationPipe } from '@nestjs/common';
//       ^^^^^^^^^^^^ guard-export none parameter-validation | @nestjs/common ParseIntPipe
//                     ^^^^^^^^^^^^^^ guard-export none class-validation | @nestjs/common ValidationPipe
`,
  ));

test('security handlers of a description decide by the description', () =>
  check(
    validators,
    'app.js',
    `
const OpenApiValidator = require('express-openapi-validator');
app.use(OpenApiValidator.middleware({ apiSpec }));
//                       ^^^^^^^^^^ guard-kind none contract
app.use(OpenApiValidator.middleware({ apiSpec, validateSecurity: { handlers } }));
//                       ^^^^^^^^^^ guard-kind unknown contract
app.use(OpenApiValidator.middleware({ apiSpec, validateRequests: { allErrors: true }, validateResponses: true }));
//                       ^^^^^^^^^^ guard-kind none contract
app.use(OpenApiValidator.middleware({ apiSpec, validateRequests: false }));
//                       ^^^^^^^^^^ guard-kind none
app.use(OpenApiValidator.middleware({ apiSpec, validateRequests: strict }));
//                       ^^^^^^^^^^ guard-kind none
app.use(OpenApiValidator.middleware({ apiSpec, ignorePaths: /.*/ }));
//                       ^^^^^^^^^^ guard-kind none
app.use(OpenApiValidator.middleware({ validateRequests: true }));
//                       ^^^^^^^^^^ guard-kind none
`,
  ));

test('other functions of these names are none', () =>
  check(
    validators,
    'app.js',
    `
// Not express-validator.
const { body } = require('./validators');
app.post('/a', body('email'), create);
`,
  ));
