import { test } from 'vitest';
import { check } from '../../../tests/support/check.ts';
import { httpClientsJvm } from './http-clients-jvm.ts';

test('requests to a written host are consumed APIs', () =>
  check(
    httpClientsJvm,
    'src/main/java/shop/Carrier.java',
    `
package shop;
import java.net.URI;
import java.net.http.HttpRequest;
import org.springframework.web.client.RestTemplate;
import okhttp3.Request;

class Carrier {
  private static final String BASE = "https://carrier.test";
  void book(RestTemplate rest) {
    rest.postForObject(BASE + "/parcels", null, String.class);
//       ^^^^^^^^^^^^^ consumed-api | client RestTemplate; host carrier.test; method POST
    HttpRequest.newBuilder(URI.create("https://slots.test/free")).build();
//              ^^^^^^^^^^ consumed-api | client java.net.http; host slots.test
    new Request.Builder().url("https://maps.test/v1").build();
//                        ^^^ consumed-api | client OkHttp; host maps.test
  }
}
`,
  ));

test('declared clients are consumed APIs, with a host where it is written', () =>
  check(
    httpClientsJvm,
    'src/main/java/shop/Billing.java',
    `
package shop;
import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.web.bind.annotation.GetMapping;

@FeignClient(name = "billing", url = "https://billing.test/api")
// <--------------------------------------------------------------------- consumed-api | client Feign; host billing.test
interface Billing { @GetMapping("/invoices") String invoices(); }

@FeignClient(name = "ledger", url = "\${ledger.url}")
// <------------------------------------------------------ consumed-api | client Feign
interface Ledger {}

@FeignClient(name = "local", url = "http://localhost:8080")
interface Local {}
`,
  ));

test('a path without a host, and a method of that name of something else, are none', () =>
  check(
    httpClientsJvm,
    'src/main/kotlin/shop/App.kt',
    `
package shop
import org.springframework.web.client.RestTemplate
import io.ktor.client.HttpClient

fun read(rest: RestTemplate, cache: Map<String, String>) {
  rest.getForObject("/orders", String::class.java)
  rest.getForObject("http://localhost:8080/orders", String::class.java)
  cache.get("orders")
}
`,
  ));
