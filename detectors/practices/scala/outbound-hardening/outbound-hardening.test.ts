import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { checkAt } from '../../../../tests/support/check-literal.ts';
import { outboundHardeningScala } from './outbound-hardening.ts';

/** One line in a method of a file with this import, in which the last `place` is marked. */
function scala(imported: string, line: string, place: string, said: string): Promise<void> {
  const code = `package shop
import ${imported}
import scala.concurrent.duration._
class Carrier(ws: WSClient) {
  val forever = Duration.Inf
  def ask(url: String) = {
    ${line}
  }
}
`;
  return checkAt(outboundHardeningScala, 'Carrier.scala', { code, place, said: said === '' ? '' : `outbound ${said}` });
}

const PLAY = 'play.api.libs.ws._';
const STTP = 'sttp.client3._';
const EMBER = 'org.http4s.ember.client.EmberClientBuilder';

test.each([
  [
    PLAY,
    'ws.url(url).withRequestTimeout(5.seconds).get()',
    'withRequestTimeout',
    'sound | Play WS gives up after a time',
  ],
  [
    PLAY,
    'ws.url(url).withRequestTimeout(Duration.Inf).get()',
    'withRequestTimeout',
    'partial | Play WS has no timeout of its own',
  ],
  [PLAY, 'ws.url(url).get()', '', ''],
  [
    STTP,
    'basicRequest.get(uri"$url").readTimeout(forever).send(backend)',
    'readTimeout',
    'partial | sttp has no timeout of its own',
  ],
  [STTP, 'basicRequest.readTimeout(1.minute)', 'readTimeout', 'sound | sttp gives up after a time'],
  [
    EMBER,
    'EmberClientBuilder.default[IO].withTimeout(Duration.Inf).build',
    'withTimeout',
    'partial | http4s has no timeout of its own',
  ],
  ['shop.box._', 'box.readTimeout(Duration.Inf).withTimeout(Duration.Inf)', '', ''],
  [
    'java.net.http.HttpRequest',
    'HttpRequest.newBuilder(URI.create(url)).timeout(limit).build()',
    'build',
    'sound | java.net.http gives up after a time',
  ],
])('%s: %s', (imported, line, place, said) => scala(imported, line, place, said));

test('certificates that are not verified', () =>
  check(
    outboundHardeningScala,
    'Trust.scala',
    `package shop
import javax.net.ssl._
object TrustAll extends X509TrustManager {
//     ^^^^^^^^ outbound unsound | certificates of the other side are not verified
//     ^^^^^^^^ switch tls-verification off
  override def checkClientTrusted(chain: Array[X509Certificate], kind: String): Unit = {}
  override def checkServerTrusted(chain: Array[X509Certificate], kind: String): Unit = ()
  override def getAcceptedIssuers: Array[X509Certificate] = Array.empty
}
object Tls {
  val all = Array[TrustManager](new X509TrustManager {
    def checkServerTrusted(chain: Array[X509Certificate], kind: String): Unit = {}
//      ^^^^^^^^^^^^^^^^^^ outbound unsound
//      ^^^^^^^^^^^^^^^^^^ switch tls-verification off
  })
}
object Pinned extends X509TrustManager {
  override def checkServerTrusted(chain: Array[X509Certificate], kind: String): Unit = base.checkServerTrusted(chain, kind)
}
`,
  ));
