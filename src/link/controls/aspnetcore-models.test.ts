import { expect, test } from 'vitest';
import { linked } from '../../../tests/support/link.ts';

const MODELS = `using System.ComponentModel.DataAnnotations;
namespace Shop.Models;
public class Plain { public string Name { get; set; } }
public class Order { [Required] public string Name { get; set; } public int Count { get; set; } }
public class BigOrder : Order { public string Note { get; set; } }
public record Label([StringLength(9)] string Text);
public class Checked : IValidatableObject { public int A { get; set; } }
public class User { public int Id { get; set; } public string Name { get; set; } public bool IsAdmin { get; set; } }
public class Paged<TItem> { public int Number { get; set; } public List<TItem> Items { get; set; } }
public class Shop : DbContext { public DbSet<User> Users { get; set; } }
`;

type Seen = { readonly validation: boolean; readonly controls: readonly string[] };

/** What is seen of one action of a controller, by its attributes, its declaration and its body. */
async function seen(action: string, { attributes = '[ApiController]', setUp = '' } = {}): Promise<Seen> {
  const { operations } = await linked({
    'Models.cs': MODELS,
    'Program.cs': `var builder = WebApplication.CreateBuilder(args);\n${setUp}\nvar app = builder.Build();\napp.MapControllers();\n`,
    'ItemsController.cs': `using Microsoft.AspNetCore.Mvc;
using Shop.Models;
namespace Shop.Web;
${attributes}
[Route("items")]
public class ItemsController : ControllerBase {
  ${action}
}
`,
  });
  const [operation] = operations;
  return {
    validation: operation?.validation !== undefined,
    controls: (operation?.controls ?? []).map(({ control }) => control).filter(one => one !== 'validation'),
  };
}

const post = (parameter: string, body = 'return Ok();'): string =>
  `[HttpPost] public async Task<IActionResult> Post(${parameter}) { ${body} }`;

test.each([
  ['a class with rules', 'Order order', true],
  ['one that inherits them', '[FromBody] BigOrder order', true],
  ['a record', 'Label label', true],
  ['a list of them', '[FromBody] List<Order> orders', true],
  ['one that checks itself', 'Checked item', true],
  ['a class without rules', '[FromBody] Plain plain', false],
  ['what a service gives', '[FromServices] Order order', false],
  ['a constrained number of the query', '[FromQuery, Range(1, 9)] int page', true],
  ['a constrained text beside an open one', '[FromQuery, Required] string name, [FromQuery] string note', false],
  [
    'a class with rules beside numbers and services',
    'Order order, Guid id, IMailer mailer, CancellationToken token',
    true,
  ],
  ['a class with rules beside one without', '[FromBody] Order order, [FromQuery] Plain plain', false],
  ['numbers alone', '[FromQuery] int page', false],
  ['no class', '[FromBody] JsonElement body', false],
])('[ApiController]: %s', async (_, parameter, isValidated) => {
  expect((await seen(post(parameter))).validation).toBe(isValidated);
});

test('without the attribute, or where it is switched off, an action has to look itself', async () => {
  const asks = 'if (!ModelState.IsValid) return BadRequest(ModelState); return Ok();';
  const attributes = '[Controller]';
  const setUp = 'builder.Services.Configure<ApiBehaviorOptions>(o => o.SuppressModelStateInvalidFilter = true);';
  expect((await seen(post('Order order'), { attributes })).validation).toBe(false);
  expect((await seen(post('Order order', asks), { attributes })).validation).toBe(true);
  expect((await seen(post('Plain plain', asks), { attributes })).validation).toBe(false);
  expect(
    (await seen(post('Order order', 'if (ModelState.IsValid) Log(); return Ok();'), { attributes })).validation,
  ).toBe(false);
  expect((await seen(post('Order order'), { setUp })).validation).toBe(false);
});

test.each([
  ['await _validator.ValidateAndThrowAsync(plain); return Ok();', true],
  ['var result = await validator.ValidateAsync(plain); if (!result.IsValid) return BadRequest(); return Ok();', true],
  ['var result = await validator.ValidateAsync(plain); Log(result); return Ok();', false],
  ['await validator.ValidateAndThrowAsync(other); return Ok();', false],
  ['if (isOn) await validator.ValidateAndThrowAsync(plain); return Ok();', false],
])('validators: %s', async (body, isValidated) => {
  expect((await seen(post('[FromBody] Plain plain', body))).validation).toBe(isValidated);
});

test.each([
  ['[HttpPost] public async Task<IActionResult> Post([FromBody] User user) { return Ok(); }', ['stored-body']],
  ['[HttpPost] public async Task<IActionResult> Post(User user) { return Ok(); }', ['stored-body']],
  ['[HttpPost] public async Task<IActionResult> Post([Bind("Name")] User user) { return Ok(); }', []],
  ['[HttpPost] public async Task<IActionResult> Post(Plain plain) { return Ok(); }', []],
  ['[HttpGet] public async Task<ActionResult<IEnumerable<User>>> List() { return await all(); }', ['stored-answer']],
  ['[HttpGet] public User One() { return one(); }', ['stored-answer']],
  ['[HttpGet] public async Task<ActionResult<Plain>> One() { return one(); }', ['declared-answer']],
  ['[HttpGet] public ActionResult<Paged<User>> Paged() { return all(); }', []],
  ['[HttpGet] public IActionResult Any() { return Ok(); }', []],
])('%s', async (action, controls) => expect((await seen(action)).controls).toEqual(controls));
