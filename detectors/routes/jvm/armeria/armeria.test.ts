import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { armeria } from './armeria.ts';

test('services, routes and decorators of a server', () =>
  check(
    armeria,
    'Main.java',
    `
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.auth.AuthService;
import com.linecorp.armeria.server.file.FileService;
class Main {
    static void main() {
        Server.builder().http(8080)
//             ^^^^^^^ router application armeria
//                       ^^^^ alias Server.builder()
            .service("/users/{id}", users)
//                   ^^^^^^^^^^^^^ route ANY /users/:id | on Server.builder().http(8080); chain users
            .serviceUnder("/proxy", proxy.decorate(AuthService.newDecorator(authorizer)))
//                        ^^^^^^^^ route ANY /proxy/*
//                                        ^^^^^^^^ compose proxy | guards AuthService.newDecorator(authorizer)
//                                                             ^^^^^^^^^^^^ guard-kind required
            .serviceUnder("/static", FileService.of(folder))
            .decorator("/admin/*", AuthService.newDecorator(authorizer))
//           ^^^^^^^^^ guard /admin/*
//                                             ^^^^^^^^^^^^ guard-kind required
            .route().get("/x").post("/y").build(handler)
//                       ^^^^ route GET /x
//                                  ^^^^ route POST /y
            .build();
    }
}
`,
  ));

test('clients are no servers', () =>
  check(
    armeria,
    'Other.java',
    `
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.server.ServiceRequestContext;
class Other { void load() { WebClient.of("http://other").get("/users"); } }
`,
  ));
