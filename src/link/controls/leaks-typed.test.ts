import { expect, test } from 'vitest';
import { linked, type Sources } from '../../../tests/support/link.ts';

async function leaksOf(sources: Sources): Promise<readonly string[]> {
  const { operations } = await linked(sources);
  return operations.flatMap(({ method, path, controls = [] }) =>
    controls.filter(({ control }) => control === 'error-leak').map(({ what }) => `${method} ${path}: ${what}`),
  );
}

/** An action whose handler of failures is this. */
const csharp = (handler: string): Promise<readonly string[]> =>
  leaksOf({
    'Users.cs': `
using Microsoft.AspNetCore.Mvc;
[ApiController]
[Route("users")]
public class UsersController : ControllerBase {
  [HttpGet]
  public async Task<IActionResult> List() {
    try { return Ok(await users.All()); }
    ${handler}
  }
}
`,
  });

const WORDS = ['GET /users: the handler sends the text of the exception'];
const TRACE = ['GET /users: the handler sends the error or its trace'];

test.each([
  ['catch (Exception ex) { return StatusCode(500, ex.Message); }', WORDS],
  ['catch (Exception ex) { logger.LogError(ex, ex.Message); return BadRequest(new { error = ex.Message }); }', WORDS],
  ['catch (Exception ex) { return Problem($"failed: {ex.Message}"); }', WORDS],
  ['catch (Exception ex) { return StatusCode(500, ex.InnerException.Message); }', WORDS],
  ['catch (Exception ex) { var answer = new Answer(); answer.Error = ex.Message; return BadRequest(answer); }', WORDS],
  ['catch (SqlException ex) { return BadRequest(ex.Message); }', WORDS],
  [
    'catch (NotFound e) { return NotFound(e.Message); } catch (Exception ex) { return StatusCode(500, ex.Message); }',
    WORDS,
  ],
  ['catch (Exception ex) { return StatusCode(500, ex.ToString()); }', TRACE],
  ['catch (Exception ex) { return StatusCode(500, new { trace = ex.StackTrace }); }', TRACE],
  ['catch (Exception ex) { return StatusCode(500, ex); }', TRACE],
  ['catch (Exception ex) { logger.LogError(ex, ex.Message); return StatusCode(500, "failed"); }', []],
  ['catch (Exception ex) { if (isDevelopment) return StatusCode(500, ex.Message); return StatusCode(500); }', []],
  ['catch (Exception ex) { return StatusCode(500, isDevelopment ? ex.Message : "failed"); }', []],
  ['catch (NotFound ex) { return NotFound(ex.Message); }', []],
  ['catch (NotFound ex) { return NotFound(ex.Message); } catch (Taken ex) { return Conflict(ex.Message); }', []],
  ['catch (Exception ex) { return RedirectToAction("Index", new { error = ex.Message }); }', []],
  ['catch (Exception ex) { throw new Failed(ex.Message); }', []],
])('C#: %s', async (handler, expected) => expect(await csharp(handler)).toEqual(expected));

const ruby = (handler: string): Promise<readonly string[]> =>
  leaksOf({
    'config/routes.rb': "Rails.application.routes.draw do\n  get 'users', to: 'users#index'\nend\n",
    'app/controllers/users_controller.rb': `
class UsersController < ActionController::API
  def index
    render json: Users.all
${handler}
  end
end
`,
  });

const SAYS = ['GET /users: the handler sends the text of the exception'];

test.each([
  ['rescue => e\n render json: { error: e.message }, status: 500', SAYS],
  ['rescue StandardError => e\n Rails.logger.error(e.message)\n render json: { error: "failed: #{e.message}" }', SAYS],
  ['rescue NotFound => e\n render json: { error: e.message }\nrescue => e\n render plain: e.to_s', SAYS],
  [
    'rescue => e\n render json: { error: e.message, at: e.backtrace }',
    ['GET /users: the handler sends the error or its trace'],
  ],
  ['rescue => e\n logger.error e.message\n render json: { error: "failed" }, status: 500', []],
  ['rescue NotFound => e\n render json: { error: e.message }', []],
  [
    'rescue NotFound => e\n render json: { error: e.message }\nrescue Taken => e\n render json: { error: e.message }',
    [],
  ],
  ['rescue NotFound, Taken => e\n render json: { error: e.message }', []],
  ['rescue => e\n flash[:alert] = e.message', []],
  ['rescue => e\n redirect_to root_path, alert: e.message', []],
  ['rescue => e\n render json: { error: Rails.env.development? ? e.message : "failed" }', []],
])('Ruby: %s', async (handler, expected) => expect(await ruby(handler)).toEqual(expected));

/** Whether the failures of an action are answered in one place, and what is told of them there. */
async function rescued(base: string, concern = ''): Promise<readonly string[]> {
  const { operations } = await linked({
    'config/routes.rb': "Rails.application.routes.draw do\n  get 'users', to: 'users#index'\nend\n",
    'app/controllers/concerns/rescuing.rb': `module Rescuing\n  extend ActiveSupport::Concern\n  included do\n${concern}\n  end\nend\n`,
    'app/controllers/application_controller.rb': `class ApplicationController < ActionController::API\n${base}\nend\n`,
    'app/controllers/users_controller.rb':
      'class UsersController < ApplicationController\n  def index\n    render json: Users.all\n  end\nend\n',
  });
  return operations.flatMap(({ controls = [] }) =>
    controls.filter(({ control }) => control.startsWith('error-')).map(({ control, what }) => `${control}: ${what}`),
  );
}

const MAPPED = 'error-mapper: rescue_from answers every failure';
const TOLD = 'error-leak: rescue_from sends the text of the exception';

test.each([
  ["  rescue_from(StandardError) { |e| render json: { error: 'failed' }, status: 500 }", [MAPPED]],
  ['  rescue_from(StandardError) { |e| render json: { error: e.message }, status: 500 }', [MAPPED, TOLD]],
  [
    "  rescue_from StandardError, with: :failed\n  def failed(e)\n    render json: { error: 'failed' }, status: 500\n  end",
    [MAPPED],
  ],
  [
    '  rescue_from Exception, with: :failed\n  def failed(error)\n    render json: { error: error.message }\n  end',
    [MAPPED, TOLD],
  ],
  ['  rescue_from(ActiveRecord::RecordNotFound) { |e| render json: { error: e.message } }', []],
  ['  rescue_from(StandardError) { |e| Rails.logger.error(e) }', []],
  ['', []],
])('Rails, in the base of a controller: %s', async (base, expected) => expect(await rescued(base)).toEqual(expected));

test('Rails, in a module that the base takes in', async () => {
  const concern = "    rescue_from(StandardError) { |e| render json: { error: 'failed' }, status: 500 }";
  expect(await rescued('  include Rescuing', concern)).toEqual([MAPPED]);
  expect(await rescued('', concern)).toEqual([]);
});
