/** What handlers of Java and Kotlin take, give back and tell of failures, through the real front end, detectors and linker. */
import { expect, test } from 'vitest';
import { linked } from '../../../tests/support/link.ts';

const WEB =
  'import org.springframework.web.bind.annotation.*;\nimport org.springframework.http.*;\nimport java.util.*;\nimport shop.data.*;\n';

const CLASSES = {
  'shop/data/Item.java':
    'package shop.data; import jakarta.persistence.*; @Entity public class Item { private Long id; private String secret; }',
  'shop/data/Document.java':
    'package shop.data; @Entity public class Note { private String text; } @interface Entity {}',
  'shop/data/Note.java': 'package shop.data; @Entity public class Note { private String text; }',
  'shop/data/Entity.java': 'package shop.data; public @interface Entity {}',
  'shop/data/ItemView.java': 'package shop.data; public record ItemView(Long id, String title) {}',
  'shop/data/Order.java': 'package shop.data; public class Order { private Long id; private List<Item> items; }',
  'shop/data/Envelope.java': 'package shop.data; public class Envelope { private Object data; }',
};

/** `METHOD path: controls` of the methods of one controller. */
async function controlsOf(methods: string, more: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const { operations } = await linked({
    ...CLASSES,
    ...more,
    'shop/Items.java': `package shop;\n${WEB}@RestController class Items {\n${methods}\n}`,
  });
  return operations.map(({ method, path, controls = [] }) =>
    `${method} ${path}: ${controls.map(({ control }) => control).join(' ')}`.trim(),
  );
}

test.each([
  ['a stored class', '@PostMapping("/a") void a(@RequestBody Item item) {}', 'POST /a: stored-body'],
  ['a stored class of a form', '@PostMapping("/a") void a(@ModelAttribute Item item) {}', 'POST /a: stored-body'],
  ['a list of them', '@PostMapping("/a") void a(@RequestBody List<Item> items) {}', 'POST /a: stored-body'],
  ['a record', '@PostMapping("/a") void a(@RequestBody ItemView item) {}', 'POST /a:'],
  ['a class whose annotation is of the tree', '@PostMapping("/a") void a(@RequestBody Note note) {}', 'POST /a:'],
  ['a stored class that is looked up', '@PostMapping("/a/{id}") void a(@PathVariable Item id) {}', 'POST /a/{id}:'],
])('a body of %s', async (_, method, expected) => expect(await controlsOf(method)).toEqual([expected]));

test.each([
  ['a stored class', 'Item', 'stored-answer'],
  ['pages of them', 'ResponseEntity<Page<Item>>', 'stored-answer'],
  ['a record', 'ResponseEntity<ItemView>', 'declared-answer'],
  ['a class that holds stored ones', 'Order', ''],
  ['a class that may hold anything', 'ResponseEntity<Envelope>', ''],
  ['a text', 'String', ''],
  ['anything', 'ResponseEntity<?>', ''],
])('an answer of %s', async (_, type, control) =>
  expect(await controlsOf(`@GetMapping("/a") ${type} a() { return null; }`)).toEqual([`GET /a: ${control}`.trim()]),
);

const caught = (type: string, handler: string): Promise<readonly string[]> =>
  controlsOf(`@GetMapping("/a") ResponseEntity<?> a() { try { return go(); } catch (${type} e) { ${handler} } }`);

test.each([
  ['its text', 'Exception', 'return ResponseEntity.status(500).body(e.getMessage());'],
  [
    'its text in another one',
    'RuntimeException',
    'return new ResponseEntity<>("failed: " + e.getMessage(), HttpStatus.BAD_REQUEST);',
  ],
  ['its text in a local', 'Exception', 'String m = e.getMessage(); return ResponseEntity.badRequest().body(m);'],
  [
    'its text in a map',
    'Exception',
    'Map<String, Object> m = new HashMap<>(); m.put("error", e.getMessage()); return ResponseEntity.ok(m);',
  ],
  ['itself', 'Exception', 'return ResponseEntity.status(500).body(e);'],
  ['its trace', 'Throwable', 'return ResponseEntity.ok(ExceptionUtils.getStackTrace(e));'],
])('an answer shows %s', async (_, type, handler) =>
  expect(await caught(type, handler)).toEqual(['GET /a: error-leak']),
);

test.each([
  ['of an exception that is made for clients', 'NotFound', 'return ResponseEntity.status(404).body(e.getMessage());'],
  ['in the log', 'Exception', 'log.error(e.getMessage()); return ResponseEntity.status(500).build();'],
  ['in another exception', 'Exception', 'throw new IllegalStateException(e.getMessage());'],
  ['to choose the status', 'Exception', 'return ResponseEntity.status(statusOf(e)).build();'],
  ['for some alone', 'Exception', 'if (isAdmin) { return ResponseEntity.ok(e.getMessage()); } return null;'],
])('text %s is no leak', async (_, type, handler) => expect(await caught(type, handler)).toEqual(['GET /a:']));

const ADVICE = (annotation: string, method: string): Readonly<Record<string, string>> => ({
  'shop/Errors.java': `package shop;\n${WEB}${annotation} class Errors {\n${method}\n}`,
});

const GENERIC =
  '@ExceptionHandler(Exception.class) ResponseEntity<String> all(Exception e) { return ResponseEntity.status(500).body("failed"); }';

test.each([
  ['answers every exception', '@RestControllerAdvice', GENERIC, 'error-mapper'],
  ['answers one class', '@RestControllerAdvice', GENERIC.replaceAll('Exception.class', 'NotFound.class'), ''],
  ['stands for one package', '@ControllerAdvice("shop.admin")', GENERIC, ''],
  ['stands nowhere', '@Component', GENERIC, ''],
  ['tells the text', '@ControllerAdvice', GENERIC.replace('"failed"', 'e.getMessage()'), 'error-mapper error-leak'],
  ['tells the trace', '@ControllerAdvice', GENERIC.replace('"failed"', 'e.getStackTrace()'), 'error-leak'],
])('advice that %s', async (_, annotation, method, controls) =>
  expect(await controlsOf('@GetMapping("/a") void a() {}', ADVICE(annotation, method))).toEqual([
    `GET /a: ${controls}`.trim(),
  ]),
);

test('Kotlin is read as Java is', async () => {
  const { operations } = await linked({
    ...CLASSES,
    'shop/Items.kt': `package shop
import org.springframework.web.bind.annotation.*
import org.springframework.http.ResponseEntity
import shop.data.Item
@RestController
class Items {
  @GetMapping("/a")
  fun a(): ResponseEntity<List<Item>> = try { go() } catch (e: Exception) { ResponseEntity.ok(e.message ?: "x") }
}`,
  });
  expect(operations.map(({ controls = [] }) => controls.map(({ control }) => control))).toEqual([
    ['error-leak', 'stored-answer'],
  ]);
});
