import { test } from 'vitest';
import { check } from '../../../tests/support/check.ts';
import { httpClientsScala } from './http-clients-scala.ts';

test('sttp and Play WS', () =>
  check(
    httpClientsScala,
    'Carrier.scala',
    `
import sttp.client4._
import play.api.libs.ws.WSClient
class Carrier(ws: WSClient) {
  def book(id: Int) = basicRequest.post(uri"https://slots.test/book/$id").send(backend)
//                                 ^^^^ consumed-api | client sttp; host slots.test; method POST
  def maps = ws.url("https://maps.test/v1").get()
//              ^^^ consumed-api | client play-ws; host maps.test
}
`,
  ));

test('http4s and Pekko HTTP', () =>
  check(
    httpClientsScala,
    'Weather.scala',
    `
import org.http4s.client.Client
import org.http4s.Uri
import org.apache.pekko.http.scaladsl.Http
import org.apache.pekko.http.scaladsl.model.{HttpMethods, HttpRequest}
class Weather(client: Client[IO]) {
  def now = client.expect[String]("https://weather.test/now")
//                 ^^^^^^ consumed-api | client http4s; host weather.test
  def then = client.get(Uri.unsafeFromString("https://weather.test/then"))(read)
//                  ^^^ consumed-api | client http4s; host weather.test; method GET
  def tides = Http().singleRequest(HttpRequest(method = HttpMethods.POST, uri = "https://tides.test/x"))
//                                 ^^^^^^^^^^^ consumed-api | client pekko-http; host tides.test; method POST
}
`,
  ));

test('the own machine, paths and lookups are none', () =>
  check(
    httpClientsScala,
    'Other.scala',
    `
import sttp.client4._
class Other(map: Map[String, String], url: String) {
  val a = basicRequest.get(uri"http://localhost:3000/health")
  val b = basicRequest.get(uri"$url/x")
  val c = map.get("https-key")
}
`,
  ));
