import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { handlerDataPhp } from './handler-data.ts';

/** A method with one line in it, in which the last `name` is marked. */
function line(code: string, name: string, said: string): Promise<void> {
  const own = `        ${code}`;
  const mark =
    said === '' ? '' : `//${' '.repeat(own.lastIndexOf(name) - 2)}${'^'.repeat(name.length)} body-binding ${said}`;
  return check(
    handlerDataPhp,
    'app/Http/Controllers/Cards.php',
    `<?php
namespace App\\Http\\Controllers;

use App\\Entity\\Order;
use App\\Models\\Card;
use App\\Services\\Cards as Service;
use Illuminate\\Http\\Request;
use Illuminate\\Support\\Facades\\DB;

class Cards
{
    public function add(Request $request, Card $card, Service $service)
    {
${own}
${mark}
    }
}
`,
  );
}

const STORED = 'the body of the request is stored as it is';

test.each([
  ['Card::create($request->all());', 'create', `partial | ${STORED}`],
  ['$data = $request->all(); Card::create($data);', 'create', 'partial'],
  ['Card::create(request()->all());', 'create', 'partial'],
  ['Card::create($_POST);', 'create', 'partial'],
  ["Card::create($request->except('_token'));", 'create', 'partial'],
  ['Card::create(json_decode($request->getContent(), true));', 'create', 'partial'],
  ['new Card($request->all());', 'Card', 'partial'],
  ['$card->update($request->all());', 'update', 'partial'],
  ['$own = Card::findOrFail(1); $own->fill($request->input());', 'fill', 'partial'],
  ["Card::updateOrCreate(['id' => 1], $request->all());", 'updateOrCreate', 'partial'],
  ['$card->forceFill($request->all());', 'forceFill', `unsound | ${STORED}`],
  ["DB::table('cards')->insert($request->all());", 'insert', 'unsound'],
  ["DB::table('cards')->where('id', 1)->update($request->all());", 'update', 'unsound'],
  ["$s->deserialize($request->getContent(), Order::class, 'json');", 'deserialize', 'unsound'],
])('%s', (code, name, said) => line(code, name, said));

test.each([
  ['Card::create($request->validated());'],
  ["Card::create($request->only(['title']));"],
  ["Card::create(['title' => $request->input('title')]);"],
  ['$service->create($request->all());'],
  ['$service->update($request->all());'],
  ["$card->update(['title' => $request->title]);"],
  ["$s->deserialize($request->getContent(), Order::class, 'json', ['groups' => 'write']);"],
  ["$s->deserialize($file->read(), Order::class, 'json');"],
  ["$s->deserialize($request->getContent(), Service::class, 'json');"],
  ['DB::table("cards")->insert($rows);'],
  ['$map->insert($request->all());'],
])('%s stores nothing as it is', code => line(code, '', ''));

test('fields that are copied one by one', () =>
  check(
    handlerDataPhp,
    'app/Http/Controllers/Users.php',
    `<?php
function edit(Request $request, $user, $row)
{
    foreach ($request->all() as $key => $value) {
        $user->$key = $value;
//      ^^^^^^^^^^^ body-binding unsound
    }
    foreach ($request->all() as $key => $value) {
        $row[$key] = $value;
    }
    foreach ($row as $key => $value) {
        $user->$key = $value;
    }
}
`,
  ));

test('an entity that the framework makes of the body', () =>
  check(
    handlerDataPhp,
    'src/Controller/Orders.php',
    `<?php
namespace App\\Controller;
use App\\Dto\\Draft;
use App\\Entity\\Order;
use Symfony\\Component\\HttpKernel\\Attribute\\MapRequestPayload;
class Orders
{
    public function add(#[MapRequestPayload] Order $order) {}
//                                           ^^^^^ body-binding unsound
    public function draft(#[MapRequestPayload] Draft $draft) {}
    public function some(#[MapRequestPayload(serializationContext: ['groups' => 'write'])] Order $order) {}
    public function show(Order $order) {}
}
`,
  ));

test('models that guard nothing', async () => {
  await check(
    handlerDataPhp,
    'app/Models/Card.php',
    `<?php
namespace App\\Models;
use Illuminate\\Database\\Eloquent\\Model;
class Card extends Model { protected $guarded = []; }
//                                   ^^^^^^^^ body-binding unsound | Card guards no field
class Hall extends Model { protected $guarded = ['is_admin']; }
class Loan extends Model { protected $fillable = ['title']; }
`,
  );
  await check(
    handlerDataPhp,
    'app/Providers/AppServiceProvider.php',
    `<?php
use Illuminate\\Database\\Eloquent\\Model;
Model::unguard();
//     ^^^^^^^ body-binding unsound | models guard no field
`,
  );
  await check(
    handlerDataPhp,
    'app/Import/Importer.php',
    '<?php\nuse Illuminate\\Database\\Eloquent\\Model;\nModel::unguard();\n',
  );
});
