import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { jdkHttpserver } from './jdk-httpserver.ts';

test('a context answers the methods that its handler asks for', () =>
  check(
    jdkHttpserver,
    'Main.java',
    `
import com.sun.net.httpserver.HttpServer;
class Main {
    static void main() {
        HttpServer server = HttpServer.create(address, 0);
//                                     ^^^^^^ router application jdk-httpserver
        server.createContext("/users", exchange -> { if (exchange.getRequestMethod().equals("POST")) add(exchange); else if ("GET".equals(exchange.getRequestMethod())) list(exchange); });
//                           ^^^^^^^^ router router jdk-httpserver | prefix /users; from server
//                           ^^^^^^^^ route GET,POST | on server.createContext("/users", exchange -> { if (exchange.getRequestMethod().equals("POST")) add(exchange); else if ("GET".equals(exchange.getRequestMethod())) list(exchange); }); chain function
        HttpContext admin = server.createContext("/admin", new Admin());
//                                               ^^^^^^^^ router router jdk-httpserver | prefix /admin; from server
//                                               ^^^^^^^^ route ANY | on server.createContext("/admin", new Admin()); chain new Admin()
        admin.setAuthenticator(new BasicAuthenticator("realm"));
//            ^^^^^^^^^^^^^^^^ guard-kind required basic
//            ^^^^^^^^^^^^^^^^ guard | on admin; guards setAuthenticator
    }
}
`,
  ));

test('other servers and clients are nothing', () =>
  check(
    jdkHttpserver,
    'Other.java',
    `
import com.sun.net.httpserver.Headers;
class Other { void load(Headers headers) { headers.get("x"); context.create("/x"); } }
`,
  ));
