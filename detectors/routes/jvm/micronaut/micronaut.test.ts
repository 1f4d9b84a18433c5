import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { micronaut } from './micronaut.ts';

test('controllers, verbs with one or several paths, and who may call', () =>
  check(
    micronaut,
    'Books.java',
    `
import io.micronaut.http.annotation.*;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
@Controller("/books")
//          ^^^^^^^^ mark controller /books found
@Secured(SecurityRule.IS_AUTHENTICATED)
//       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ mark access required SecurityRule.IS_AUTHENTICATED enforced
class Books {
  @Get
// ^^^ mark route GET
  String list(@QueryValue("page") int page) { return ""; }
//             ^^^^^^^^^^ mark input query page
  @Post(uris = {"/add", "/new"})
//             ^^^^^^^^^^^^^^^^ mark route POST [/add, /new]
  @Secured("isAnonymous()")
//         ^^^^^^^^^^^^^^^ mark access open isAnonymous() enforced
  String add(@Body Book book) { return ""; }
//            ^^^^ mark input body
}
`,
  ));

test('a declared client is called and serves nothing', () =>
  check(
    micronaut,
    'BooksClient.java',
    `
import io.micronaut.http.annotation.*;
import io.micronaut.http.client.annotation.Client;
@Client("/books") interface BooksClient { @Get("/{id}") Book one(String id); }
`,
  ));
