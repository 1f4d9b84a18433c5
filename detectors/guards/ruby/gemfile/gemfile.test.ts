import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { gemfile } from './gemfile.ts';

test('gems that authenticate are told', () =>
  check(
    gemfile,
    'Gemfile',
    `
source 'https://rubygems.org'
gem 'rails'
gem 'devise', '~> 4.9'
#    ^^^^^^ enables gem devise
gem "doorkeeper"
#    ^^^^^^^^^^ enables gem doorkeeper
# gem 'clearance'
`,
  ));
