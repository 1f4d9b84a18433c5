import { test } from 'vitest';
import { checkFacts } from '../../../../tests/support/check.ts';
import { magento } from './magento.ts';

test('routes with the resources that callers need', () =>
  checkFacts(
    magento,
    'app/code/Acme/Blog/etc/webapi.xml',
    `<?xml version="1.0"?>
<routes>
    <route url="/V1/posts/:postId" method="GET">
        <resources><resource ref="anonymous"/></resources>
    </route>
    <route url="/V1/posts/:postId/notes" method="PUT">
        <resources><resource ref="Acme_Blog::edit"/></resources>
    </route>
    <route url="/V1/carts/mine" method="POST">
        <resources>
            <resource ref="self"/>
        </resources>
    </route>
    <route url="/V1/both" method="POST">
        <resources><resource ref="anonymous"/><resource ref="Acme_Blog::edit"/></resources>
    </route>
    <route url="/V1/unsaid" method="DELETE"></route>
    <route url="/V1/odd" method="FETCH"></route>
</routes>
`,
    [
      '3:17 route GET /rest/V1/posts/{postId} | chain function; guards resources',
      '4:35 guard-kind none',
      '6:17 route PUT /rest/V1/posts/{postId}/notes | chain function; guards resources',
      '7:35 guard-kind required bearer | scopes Acme_Blog::edit',
      '9:17 route POST /rest/V1/carts/mine | chain function; guards resources',
      '11:28 guard-kind required bearer',
      '14:17 route POST /rest/V1/both | chain function; guards resources',
      '15:35 guard-kind required bearer | scopes Acme_Blog::edit',
      '17:17 guard-kind unknown',
      '17:17 route DELETE /rest/V1/unsaid | chain function; guards resources',
    ],
  ));

test('other lists of routes are none', () =>
  checkFacts(
    magento,
    'app/code/Acme/Blog/etc/webapi.xml',
    '<config><routes><route url="/x" method="GET"/></routes></config>',
    [],
  ));

test('the name below which the controllers of a module are', () =>
  checkFacts(
    magento,
    'app/code/Acme/Blog/etc/frontend/routes.xml',
    `<?xml version="1.0"?>
<config>
    <router id="standard"><route id="blog" frontName="blog"><module name="Acme_Blog"/></route></router>
</config>
`,
    ['3:55 class-prefix /blog'],
  ));
