import { test } from 'vitest';
import { check } from '../../../tests/support/check.ts';
import { httpClientsPython } from './http-clients-python.ts';

test('requests to other hosts are consumed APIs, with host and method where they are written', () =>
  check(
    httpClientsPython,
    'shop/carriers.py',
    `
import httpx
import requests

def book(parcel):
    requests.post("https://carrier.test/parcels", json=parcel)
#            ^^^^ consumed-api | client requests; host carrier.test; method POST
    return httpx.get(f"https://carrier.test/slots/{parcel}")
#                ^^^ consumed-api | client httpx; host carrier.test; method GET
`,
  ));

test('a request to the own machine, a route and an in-memory lookup are none', () =>
  check(
    httpClientsPython,
    'shop/app.py',
    `
import requests
from flask import Flask
app = Flask(__name__)

@app.get("/orders")
def orders():
    requests.get("http://localhost:8000/health")
    return cache.get("https://carrier.test/slots")
`,
  ));
