import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { apiPlatform } from './api-platform.ts';

test('operations of resources, listed or usual', () =>
  check(
    apiPlatform,
    'src/Entity/Book.php',
    String.raw`<?php
namespace App\Entity;
use ApiPlatform\Metadata\ApiResource;
use ApiPlatform\Metadata\Get;
use ApiPlatform\Metadata\GetCollection;
#[ApiResource(security: "is_granted('ROLE_USER')")]
#                       ^^^^^^^^^^^^^^^^^^^^^^^^^ guard-kind required
# ^^^^^^^^^^^ route GET /book_reviews | chain function; guards security
#                       ^^^^^^^^^^^^^^^^^^^^^^^^^ guard-kind required
# ^^^^^^^^^^^ route POST /book_reviews | chain function; guards security
#                       ^^^^^^^^^^^^^^^^^^^^^^^^^ guard-kind required
# ^^^^^^^^^^^ route GET /book_reviews/{id} | chain function; guards security
#                       ^^^^^^^^^^^^^^^^^^^^^^^^^ guard-kind required
# ^^^^^^^^^^^ route PATCH /book_reviews/{id} | chain function; guards security
#                       ^^^^^^^^^^^^^^^^^^^^^^^^^ guard-kind required
# ^^^^^^^^^^^ route DELETE /book_reviews/{id} | chain function; guards security
class BookReview {}
#[ApiResource(operations: [new Get(uriTemplate: '/tomes/{isbn}', security: "object.owner == user"), new GetCollection()])]
#                                                                          ^^^^^^^^^^^^^^^^^^^^^^ guard-kind unknown
#                              ^^^ route GET /tomes/{isbn} | chain function; guards security
#                                                                                                       ^^^^^^^^^^^^^ route GET /books | chain function
class Book {}
class Plain {}
`,
  ));
