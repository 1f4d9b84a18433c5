import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { responseShapePhp } from './response-shape.ts';

/** A method that ends in one line, in which `part` is marked. */
function line(code: string, part: string, said: string): Promise<void> {
  const own = `        ${code}`;
  const mark =
    said === '' ? '' : `//${' '.repeat(own.lastIndexOf(part) - 2)}${'^'.repeat(part.length)} response ${said}`;
  return check(
    responseShapePhp,
    'app/Http/Controllers/Cards.php',
    `<?php
namespace App\\Http\\Controllers;

use App\\Entity\\Order;
use App\\Http\\Resources\\CardResource;
use App\\Models\\Card;
use Symfony\\Component\\HttpFoundation\\JsonResponse;

class Cards
{
    public function show($id, Card $card, $service, $em)
    {
${own}
${mark}
    }
}
`,
  );
}

const WHOLE = 'unsound | the answer is a stored object as it is';
const NAMED = 'sound | the answer names its fields';

test.each([
  ['return Card::all();', 'Card::all()', WHOLE],
  ["return Card::where('a', 1)->paginate(20);", "Card::where('a', 1)->paginate(20)", WHOLE],
  ['return $card;', '$card', WHOLE],
  ['return response()->json($card);', 'response()->json($card)', WHOLE],
  ['return response()->json($card->load("x"), 201);', 'response()->json($card->load("x"), 201)', WHOLE],
  ["return response()->json(['data' => $card]);", "response()->json(['data' => $card])", WHOLE],
  ['$own = Card::findOrFail($id); return response()->json($own);', 'response()->json($own)', WHOLE],
  ['return new JsonResponse($card->toArray());', 'new JsonResponse($card->toArray())', WHOLE],
  [
    'return $this->json($em->getRepository(Order::class)->find($id));',
    '$this->json($em->getRepository(Order::class)->find($id))',
    WHOLE,
  ],
  ['return new CardResource($card);', 'new CardResource($card)', NAMED],
  ['return CardResource::collection(Card::all());', 'CardResource::collection(Card::all())', NAMED],
  [
    'return (new CardResource($card))->response()->setStatusCode(201);',
    '(new CardResource($card))->response()->setStatusCode(201)',
    NAMED,
  ],
  ['return CardResource::make($card)->additional([]);', 'CardResource::make($card)->additional([])', NAMED],
  ["return ['id' => $card->id, 'title' => $card->title];", "['id' => $card->id, 'title' => $card->title]", NAMED],
  ["return response()->json(['id' => $card->id]);", "response()->json(['id' => $card->id])", NAMED],
  ["return Card::select('id', 'title')->get();", "Card::select('id', 'title')->get()", NAMED],
  [
    "return $this->json($card, 200, [], ['groups' => ['card:read']]);",
    "$this->json($card, 200, [], ['groups' => ['card:read']])",
    NAMED,
  ],
])('%s', (code, part, said) => line(code, part, said));

test.each([
  ['return $service->show($id);'],
  ["return view('cards.show', ['card' => $card]);"],
  ['return redirect()->back();'],
  ["return response()->json(['error' => 'none'], 404);"],
  ["return response()->json(['message' => 'done']);"],
  ['return response()->json($card, $status);'],
  ['return response()->noContent();'],
  ["return response('', 204);"],
  ['return response()->json(true);'],
  ["return 'done';"],
  ['return Card::all()->map(fn ($c) => $c->id);'],
  ['return $this->json($card, 200, [], $this->context());'],
  ['return null;'],
])('%s says nothing', code => line(code, '', ''));
