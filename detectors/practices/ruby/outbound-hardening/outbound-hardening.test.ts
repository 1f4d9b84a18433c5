import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { outboundHardeningRuby } from './outbound-hardening.ts';

test('requests give up after a time, by themselves or as they are told', () =>
  check(
    outboundHardeningRuby,
    'app/carrier.rb',
    `
class Carrier
  def book(uri)
    Net::HTTP.get(uri)
#             ^^^ outbound sound | Net::HTTP gives up after a time by itself
    HTTParty.get('https://a.test', timeout: 4)
#            ^^^ outbound sound | HTTParty gives up after a time
    RestClient::Request.execute(method: :get, url: 'https://a.test', read_timeout: 5)
#                       ^^^^^^^ outbound sound | RestClient gives up after a time
    Faraday.new(url: 'https://a.test', timeout: nil)
#   ^^^^^^^ outbound partial | Faraday has no timeout of its own
    HTTParty.get('http://localhost:3000/health')
    cache.get('x')
  end
end
`,
  ));

test('libraries that wait for ever by themselves', async () => {
  await check(
    outboundHardeningRuby,
    'app/carrier.rb',
    `
class Carrier
  def book(url)
    HTTP.get(url)
#        ^^^ outbound partial | http.rb has no timeout of its own
    Typhoeus.post(url, body: '{}')
#            ^^^^ outbound partial | Typhoeus has no timeout of its own
  end
end
`,
  );
  await check(
    outboundHardeningRuby,
    'app/carrier.rb',
    `
class Carrier
  def book(url)
    HTTP.timeout(10).get(url)
    HTTP.get(url)
  end
end
`,
  );
});

test('certificates that are not verified, unless a branch decides', () =>
  check(
    outboundHardeningRuby,
    'lib/setup.rb',
    `
class Setup
  def run(http, conn, url)
    http.verify_mode = OpenSSL::SSL::VERIFY_NONE
#        ^^^^^^^^^^^ outbound unsound | certificates of the other side are not verified
#        ^^^^^^^^^^^ switch tls-verification off
    @conn = Faraday.new(ssl: { verify: false })
#           ^^^^^^^ outbound sound
#                              ^^^^^^ outbound unsound
#                              ^^^^^^ switch tls-verification off
    conn.ssl.verify = false
#            ^^^^^^ outbound unsound
#            ^^^^^^ switch tls-verification off
    HTTParty.get(url, verify: false)
#            ^^^ outbound sound
#                     ^^^^^^ outbound unsound
#                     ^^^^^^ switch tls-verification off
    http.verify_mode = OpenSSL::SSL::VERIFY_NONE if development?
    http.verify_mode = OpenSSL::SSL::VERIFY_PEER
    http.verify_mode = insecure? ? OpenSSL::SSL::VERIFY_NONE : OpenSSL::SSL::VERIFY_PEER
    form.verify = false
    user.update(verify: false)
  end
end
`,
  ));

test('addresses that a client chooses, unless something looks at them', () =>
  check(
    outboundHardeningRuby,
    'app/controllers/proxies_controller.rb',
    `
class ProxiesController < ApplicationController
  def show
    Net::HTTP.get(URI(params[:url]))
#             ^^^ outbound unsound | Net::HTTP requests an address that the client chooses
  end
  def named
    url = params.require(:hook)[:url]
    Faraday.get("#{url}/x")
#           ^^^ outbound unsound
  end
  def opened
    URI.open(params[:url])
#       ^^^^ outbound unsound | open-uri requests an address that the client chooses
    URI.parse(params[:url]).read
#                           ^^^^ outbound unsound
  end
  def kept
    Faraday.get("https://carrier.test/#{params[:id]}")
#           ^^^ outbound sound
  end
  def checked
    uri = URI(params[:url])
    return unless HOSTS.include?(uri.host)
    Net::HTTP.get(uri)
#             ^^^ outbound sound
  end
  def files
    open('x.txt')
  end
end
`,
  ));
