import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { errorMappersJvm } from './error-mappers.ts';

test('advice that answers every exception is a mapper', () =>
  check(
    errorMappersJvm,
    'src/main/java/shop/Errors.java',
    `package shop;
import org.springframework.web.bind.annotation.*;
@RestControllerAdvice
class Errors {
  @ExceptionHandler({Exception.class}) Object all(Exception e) { return "failed"; }
//                                            ^^^ guard error
  @ExceptionHandler Object any(Throwable e) { return "failed"; }
//                         ^^^ guard error
  @ExceptionHandler(NotFound.class) Object missing(NotFound e) { return "missing"; }
}
`,
  ));

test('advice for some packages, and annotations of other packages, are none', () =>
  check(errorMappersJvm, {
    files: {
      'src/A.java': `package shop;
import org.springframework.web.bind.annotation.*;
@ControllerAdvice(basePackages = "shop.admin")
class Errors { @ExceptionHandler(Exception.class) Object all(Exception e) { return "failed"; } }
`,
      'src/B.java': `package shop;
import shop.own.*;
@ControllerAdvice
class Errors { @ExceptionHandler(Exception.class) Object all(Exception e) { return "failed"; } }
`,
    },
  }));

test('a mapper of JAX-RS for every exception is one', () =>
  check(
    errorMappersJvm,
    'src/main/java/shop/Errors.java',
    `package shop;
import jakarta.ws.rs.ext.*;
@Provider
class Errors implements ExceptionMapper<Throwable> {
  public Response toResponse(Throwable e) { return Response.serverError().build(); }
//                ^^^^^^^^^^ guard error
}
class Missing implements ExceptionMapper<NotFoundException> {
  public Response toResponse(NotFoundException e) { return Response.status(404).build(); }
}
`,
  ));
