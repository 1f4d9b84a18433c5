import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { helidonSe } from './helidon-se.ts';

test('rules, services and security', () =>
  check(
    helidonSe,
    'Main.java',
    `
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.security.SecurityFeature;
class Main {
    static void main() { WebServer.builder().routing(Main::routing).build().start(); }
//                                           ^^^^^^^ router application helidon-se
//                                           ^^^^^^^ mount | on WebServer.builder().routing(Main::routing); chain Main.routing; calls self
    static void routing(HttpRouting.Builder routing) {
//                      ^^^^^^^^^^^^^^^^^^^ router router helidon-se
        routing.get("/health", (req, res) -> res.send("ok")).any("/admin/*", SecurityFeature.rolesAllowed("admin"));
//                  ^^^^^^^^^ route GET /health | on routing; chain function
//                                                               ^^^^^^^^^^ route ANY /admin/* | on routing.get("/health", (req, res) -> res.send("ok")); chain SecurityFeature.rolesAllowed("admin")
//                                                                                           ^^^^^^^^^^^^ guard-kind required
        routing.register("/greet", new Greet());
//                       ^^^^^^^^ mount /greet | on routing; chain new Greet(); calls child; members routing, update
    }
    void more(HttpRules rules) { rules.route(Method.POST, "/x", this::add); }
//            ^^^^^^^^^ router router helidon-se
//                                                        ^^^^ route POST /x | on rules; chain this.add
}
`,
  ));

test('clients are no routers', () =>
  check(
    helidonSe,
    'Other.java',
    `
import io.helidon.webclient.api.WebClient;
class Other { void load(WebClient client) { WebClient.create().get("/users").request(); } }
`,
  ));
