import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { spark } from './spark.ts';

test('routes and filters of the one application, and of services', () =>
  check(
    spark,
    'Main.java',
    `
import static spark.Spark.*;
import spark.Service;
class Main {
    static void main() {
        before("/api/*", (req, res) -> halt(401));
//             ^^^^^^^^ guard /api/* | in its builder, or root; guards function; matching
        path("/api", () -> { get("/users/:id", (req, res) -> "x"); post("/users", "application/json", Main::add, json::write); });
//           ^^^^^^ mount /api | chain function; calls child; members addRoutes; in its builder, or root
//                               ^^^^^^^^^^^^ route GET /users/:id | in its builder, or root; chain function
//                                                                      ^^^^^^^^ route POST /users | in its builder, or root; chain Main.add
        redirect.get("/old", "/new");
//                   ^^^^^^ route GET /old | in its builder, or root; chain /new
        Service http = Service.ignite();
//      ^^^^^^^ router application spark
//                             ^^^^^^ router application spark
        http.delete("/x", (req, res) -> "x");
//                  ^^^^ route DELETE /x | on http; chain function
    }
}
`,
  ));

test('functions of the same names from elsewhere are nothing', () =>
  check(
    spark,
    'Other.java',
    `
import static com.shop.Calls.*;
class Other { void load() { get("/users", done); path("/x", () -> { }); } }
`,
  ));

test('Apache Spark is no web framework', () =>
  check(
    spark,
    'Job.java',
    `
import org.apache.spark.sql.SparkSession;
class Job { void run() { SparkSession.builder().getOrCreate().read().option("path", "/x"); } }
`,
  ));
