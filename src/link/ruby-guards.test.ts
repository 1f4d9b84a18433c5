import { expect, test } from 'vitest';
import { linkOf, reasonsOf } from '../../tests/support/link.ts';

const ROUTES = "Rails.application.routes.draw do\n  get 'keys', to: 'keys#list'\nend\n";
const LIST = 'class KeysController < ApplicationController\n  def list\n    render json: []\n  end\nend\n';

/** The status and mechanisms of one action whose base has these lines, with further files. */
async function statusOf(base: string, others: Readonly<Record<string, string>> = {}): Promise<string> {
  const [line = ''] = await linkOf({
    'config/routes.rb': ROUTES,
    'app/controllers/application_controller.rb': `class ApplicationController < ActionController::Base\n${base}\nend\n`,
    'app/controllers/keys_controller.rb': LIST,
    ...others,
  });
  return line.replace('GET /keys ', '');
}

const VERIFIER = `
class Authorize
  def initialize(headers)
    @headers = headers
  end
  def call
    { user: user }
  end
  private
  attr_reader :headers
  def user
    @user ||= User.find_by(id: JWT.decode(token, SECRET).first['id'])
  end
  def token
    headers['Authorization'].to_s.split.last
  end
end
`;

test('an object that is made of the request is asked who calls', async () => {
  const base = `
  before_action :authorize_request
  def authorize_request
    @user = Authorize.new(request.headers).call[:user]
    head :unauthorized unless @user
  end`;
  expect(await statusOf(base, { 'app/services/authorize.rb': VERIFIER })).toBe('required bearer');
  // Of two objects of a class, each has fields of its own.
  const other = base.replace('request.headers', "{ 'Authorization' => SETTING }");
  expect(await statusOf(other, { 'app/services/authorize.rb': VERIFIER })).not.toMatch(/^required/);
});

test('a command gives its result', async () => {
  const command = VERIFIER.replace('class Authorize\n', 'class Authorize\n  prepend SimpleCommand\n').replace(
    '{ user: user }',
    'user || errors.add(:token, "bad") && nil',
  );
  const base = `
  before_action :authorize_request
  def authorize_request
    @user = Authorize.call(request.headers).result
    head :unauthorized unless @user
  end`;
  expect(await statusOf(base, { 'app/commands/authorize.rb': command })).toBe('required bearer');
});

test.each([
  [
    'ActionController::HttpAuthentication::Basic.has_basic_credentials?(request)',
    'name, password = ActionController::HttpAuthentication::Basic.user_name_and_password(request)\n    user = User.find_by(name: name)\n    user if user&.authenticate(password)',
    'required basic',
  ],
  ['true', 'User.find_by(name: params[:name])', 'unknown'],
])('credentials that a module reads: %s', async (test_, body, status) => {
  const base = `
  before_action :check
  def check
    request_http_basic_authentication unless user
  end
  def user
    return nil unless ${test_}
    ${body}
  end`;
  expect(await statusOf(base)).toBe(status);
});

test.each([
  ["request.headers['X-Api-Token'] || params[:token]", 'required api-key bearer'],
  ["params[:token] || request.headers['X-Api-Token']", 'required api-key bearer'],
  // Who somebody is, is no secret of theirs.
  ["request.headers['X-Api-Token'] || params[:id]", 'unknown bearer'],
])('a credential may be sent at two places: %s', async (key, status) => {
  const base = `
  before_action :check
  def check
    return head(:unauthorized) if key.blank?
    head :unauthorized unless User.find_by(key: key)
  end
  def key
    ${key}
  end`;
  expect(await statusOf(base)).toBe(status);
});

test('claims of a token that nobody verified are whatever the caller says', async () => {
  const base = (decode: string): string => `
  before_action :check
  def check
    claims = ${decode}.first
    head :unauthorized unless User.find_by(email: claims['email'])
  end`;
  expect(await statusOf(base("JWT.decode(request.headers['Authorization'], SECRET, true)"))).toBe('required bearer');
  expect(await statusOf(base("JWT.decode(request.headers['Authorization'], nil, false)"))).toBe('unknown bearer');
});

test('a signature over a message says who sends it, and not who calls', async () => {
  const base = `
  before_action :verify
  def verify
    sent = request.headers['X-Hub-Signature-256']
    head :forbidden unless Rack::Utils.secure_compare(sent, OpenSSL::HMAC.hexdigest('sha256', SECRET, request.raw_post))
  end`;
  expect(await statusOf(base)).toBe('unknown signature');
});

test('who has begun to sign in is nobody yet', async () => {
  const base = (name: string): string =>
    `  before_action :check\n  def check\n    redirect_to login_path unless cookies[:${name}]\n  end`;
  expect(await statusOf(base('pending_authentication_token'))).toBe('none');
});

test('a block that is called in a transaction refuses as the method would', async () => {
  const refusing = (around: string): string =>
    `  def list\n    ${around} do\n      raise Denied unless session[:user_id]\n    end\n    render json: []\n  end`;
  const of = (around: string): Promise<string> =>
    statusOf('', {
      'app/controllers/keys_controller.rb': `class KeysController < ApplicationController\n${refusing(around)}\nend\n`,
    });
  expect(await of('Key.transaction')).toBe('required session');
  expect(await of('keys.each')).not.toMatch(/^required/);
});

// Policies

const CLOSED = `
class ApplicationPolicy
  attr_reader :user, :record
  def initialize(user, record)
    raise Pundit::NotAuthorizedError unless user
    @user = user
    @record = record
  end
end
`;

async function underPolicy(authorize: string, policy: string, others: Readonly<Record<string, string>> = {}) {
  return statusOf('  include Pundit::Authorization', {
    Gemfile: "gem 'devise'\n",
    'app/controllers/keys_controller.rb': `class KeysController < ApplicationController\n  def list\n    thing = Key.first\n    ${authorize}\n    if current_user.fine?\n      render json: []\n    else\n      render json: current_user.keys\n    end\n  end\nend\n`,
    'app/policies/key_policy.rb': policy,
    ...others,
  });
}

const OPEN = 'class KeyPolicy\n  def initialize(user, key)\n    @user = user\n  end\n';

test.each([
  ['authorize Key', `${OPEN}  def list?\n    @user.present?\n  end\nend\n`, 'required session'],
  ['authorize :key, :show?', `${OPEN}  def show?\n    @user&.admin?\n  end\nend\n`, 'required session'],
  ['authorize thing, policy_class: KeyPolicy', `${OPEN}  def list?\n    !@user.nil?\n  end\nend\n`, 'required session'],
  ['authorize thing', `${OPEN}  def list?\n    !@user.nil?\n  end\nend\n`, 'required session'],
  ['authorize Key', `${OPEN}  def list?\n    true\n  end\nend\n`, 'none'],
  ['authorize thing', `${OPEN}  def list?\n    true\n  end\nend\n`, 'unknown session'],
  ['authorize Key', `${OPEN}  def list?\n    @key.open? || @user.present?\n  end\nend\n`, 'unknown session'],
  ['authorize Key', `${OPEN}end\n`, 'unknown session'],
])('%s: %s', async (authorize, policy, status) => expect(await underPolicy(authorize, policy)).toBe(status));

test('a policy that nobody may be without a user for refuses before it is asked', async () => {
  const policy = 'class KeyPolicy < ApplicationPolicy\n  def list?\n    true\n  end\nend\n';
  const closed = { 'app/policies/application_policy.rb': CLOSED };
  expect(await underPolicy('authorize thing', policy, closed)).toBe('required session');
  // One of the others lets everybody do it.
  const other = {
    ...closed,
    'app/policies/lock_policy.rb': OPEN.replace('Key', 'Lock') + '  def list?\n    true\n  end\nend\n',
  };
  expect(await underPolicy('authorize thing', policy, other)).toBe('unknown session');
});

test('gems that sign in give who calls', async () => {
  const base = "  before_action :check\n  def check\n    redirect_to '/login' unless logged_in?\n  end";
  expect(await statusOf(base, { Gemfile: "gem 'authie'\n" })).toBe('required session');
  expect(await statusOf('  before_action :authenticate_user!', { Gemfile: "gem 'gds-sso'\n" })).toBe('required oauth2');
  expect(await statusOf(base)).toBe('unknown');
});

test('why it is not known is told', async () => {
  const reasons = await reasonsOf({
    'config/routes.rb': ROUTES,
    'app/controllers/application_controller.rb':
      "class ApplicationController < ActionController::Base\n  before_action :check\n  def check\n    head 401 unless request.headers['Stripe-Signature'] == SECRET\n  end\nend\n",
    'app/controllers/keys_controller.rb': LIST,
  });
  expect(reasons).toEqual([
    'GET /keys unknown: check (on this route): it reads headers.Stripe-Signature and refuses without: it is signed by who sends it',
  ]);
});

test('what overrides a method of a gem asks that one with super, through modules, too', async () => {
  const gems = { Gemfile: "gem 'devise'\n" };
  const base = `
  include Tokens
  before_action :need_user
  def current_user
    nobody? ? nil : super
  end
  def nobody?
    false
  end
  def need_user
    head :unauthorized unless current_user
  end`;
  const tokens = (body: string): Readonly<Record<string, string>> => ({
    'app/controllers/concerns/tokens.rb': `module Tokens\n  def current_user\n    ${body}\n  end\nend\n`,
  });
  expect(await statusOf(base, { ...gems, ...tokens('super') })).toBe('required session');
  expect(await statusOf(base, { ...gems, ...tokens('User.guest') })).not.toMatch(/^required/);
});

test('keywords that a class method hands on as a hash say which actions are meant', async () => {
  const lines = await linkOf({
    'config/routes.rb':
      "Rails.application.routes.draw do\n  get 'list', to: 'keys#list'\n  get 'open', to: 'keys#open'\nend\n",
    'app/controllers/application_controller.rb': `class ApplicationController < ActionController::Base
  def self.requires_login(options = {})
    before_action :need_login, options
  end
  def need_login
    raise NotLoggedIn unless session[:user_id]
  end
end
`,
    'app/controllers/keys_controller.rb':
      'class KeysController < ApplicationController\n  requires_login only: [:list]\n  def list\n  end\n  def open\n  end\nend\n',
  });
  expect(lines).toEqual(['GET /list required session', 'GET /open none']);
});

test.each([
  ['UserSession.find', 'required session'],
  ['Doorkeeper.authenticate(request)', 'required oauth2'],
  ['Doorkeeper::OAuth::Token.from_bearer_authorization(request)', 'unknown oauth2'],
  ['Report.find(1)', 'unknown'],
])('who calls is found by %s', async (found, status) => {
  const base = `
  before_action :authenticate
  def authenticate
    head :unauthorized unless ${found}
  end`;
  const session = { 'app/models/user_session.rb': 'class UserSession < Authlogic::Session::Base\nend\n' };
  expect(await statusOf(base, session)).toBe(status);
});

test('an action that sends everybody elsewhere may refuse by rules all the same', async () => {
  const of = (lines: string): Promise<string> =>
    statusOf('', {
      'app/controllers/keys_controller.rb': `class KeysController < ApplicationController\n  def list\n    ${lines}\n    redirect_to '/'\n  end\nend\n`,
    });
  expect(await of('authorize! :manage, Key')).toBe('unknown');
  expect(await of('Key.first.destroy')).toBe('none');
});

test('controllers of Devise that sign in take what a form says', async () => {
  const [line] = await linkOf({
    Gemfile: "gem 'devise'\n",
    'config/routes.rb': "Rails.application.routes.draw do\n  post 'login', to: 'logins#create'\nend\n",
    'app/controllers/logins_controller.rb':
      'class LoginsController < Devise::SessionsController\n  def create\n    authenticate_user!\n    if user_signed_in?\n      render json: {}\n    else\n      head :unauthorized\n    end\n  end\nend\n',
  });
  expect(line).not.toMatch(/required/);
});

test.each([
  ['*args', 'User.find_by(token: @token)', 'required bearer'],
  ['*', 'User.find_by(token: @token)', 'required bearer'],
  ['...', 'User.find_by(token: @token)', 'required bearer'],
  // Whoever asks gets somebody.
  ['*args', 'User.guest', 'unknown bearer'],
])('a service that is called by its class with %s: %s', async (args, found, status) => {
  const base = `
  before_action :authenticate
  def authenticate
    user = FindUser.call(request.headers['Authorization'])
    head :unauthorized unless user
  end`;
  const service = `
class ApplicationService
  def self.call(${args})
    new(${args}).call
  end
end
class FindUser < ApplicationService
  def initialize(token)
    @token = token
  end
  def call
    ${found}
  end
end
`;
  expect(await statusOf(base, { 'app/services/find_user.rb': service })).toBe(status);
});

test('keywords that a class hands on reach the parameters of their names', async () => {
  const base = `
  before_action :authenticate
  def authenticate
    head :unauthorized unless FindUser.call(token: request.headers['Authorization'])
  end`;
  const service =
    'class FindUser\n  def self.call(...) = new(...).call\n  def initialize(token:)\n    @token = token\n  end\n  def call\n    User.find_by(token: @token)\n  end\nend\n';
  expect(await statusOf(base, { 'app/services/find_user.rb': service })).toBe('required bearer');
});
