import { test } from 'vitest';
import { check } from '../../../tests/support/check.ts';
import { httpClientsRuby } from './http-clients-ruby.ts';

test('requests to other hosts are consumed APIs, with host and method where they are written', () =>
  check(
    httpClientsRuby,
    'app/services/carrier.rb',
    `
module Shop
  class Carrier
    include HTTParty
    base_uri 'https://base.test'
#   ^^^^^^^^ consumed-api | client HTTParty; host base.test
    BASE = 'https://carrier.test'

    def book(id)
      Faraday.get("#{BASE}/parcels/#{id}")
#             ^^^ consumed-api | client Faraday; host carrier.test; method GET
      conn = Faraday.new(url: 'https://conn.test')
#            ^^^^^^^ consumed-api | client Faraday; host conn.test
      conn.get('/slots')
      Net::HTTP.get(URI('https://net.test/x'))
#               ^^^ consumed-api | client Net::HTTP; host net.test; method GET
      Net::HTTP.start('start.test', 443, use_ssl: true)
#               ^^^^^ consumed-api | client Net::HTTP; host start.test
      RestClient::Request.execute(method: :put, url: 'https://rest.test')
#                         ^^^^^^^ consumed-api | client RestClient; host rest.test; method PUT
      HTTP.post('https://http.test')
#          ^^^^ consumed-api | client http.rb; host http.test; method POST
      Typhoeus.delete('https://typhoeus.test/1')
#              ^^^^^^ consumed-api | client Typhoeus; host typhoeus.test; method DELETE
      HTTParty.get(address)
#              ^^^ consumed-api | client HTTParty; method GET
    end
  end
end
`,
  ));

test('the own machine, paths, routes and lookups are none', () =>
  check(
    httpClientsRuby,
    'app/other.rb',
    `
class Other
  def read(http, cache)
    Net::HTTP.get(URI('http://localhost:3000/health'))
    Net::HTTP.new('localhost', 3000)
    Net::HTTP::Get.new('/slots')
    http.get('/slots')
    cache.get('https-key')
    get 'https://slots.test'
    MyHTTP.get('https://slots.test')
  end
end
`,
  ));
