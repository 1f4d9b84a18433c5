import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { wordpress } from './wordpress.ts';

test('routes of the REST API, and actions of AJAX', () =>
  check(
    wordpress,
    'plugin.php',
    String.raw`<?php
add_action('rest_api_init', function () {
    register_rest_route('shop/v1', '/items/(?P<id>\d+)', [
#                                  ^^^^^^^^^^^^^^^^^^^^ route GET /wp-json/shop/v1//items/(?P<id>\d+) | in its builder, or root; chain \get_item
#                                  ^^^^^^^^^^^^^^^^^^^^ route PUT,PATCH /wp-json/shop/v1//items/(?P<id>\d+) | in its builder, or root; chain \put_item; guards permission_callback
        ['methods' => WP_REST_Server::READABLE, 'callback' => 'get_item', 'permission_callback' => '__return_true'],
        ['methods' => 'PUT, PATCH', 'callback' => 'put_item', 'permission_callback' => 'may_edit'],
#                                                                                      ^^^^^^^^^^ decision request \may_edit
    ]);
    register_rest_route('shop/v1', '/me', ['callback' => 'me', 'permission_callback' => 'is_user_logged_in']);
#                                                                                       ^^^^^^^^^^^^^^^^^^^ guard-kind required session
#                                  ^^^^^ route GET /wp-json/shop/v1//me | in its builder, or root; chain \me; guards permission_callback
});
add_action('wp_ajax_nopriv_sort', 'sort_items');
#          ^^^^^^^^^^^^^^^^^^^^^ route GET,POST /wp-admin/admin-ajax.php?action=sort | in its builder, or root; chain \sort_items
add_action('wp_ajax_save', 'save_items');
#          ^^^^^^^^^^^^^^ guard-kind required session
#          ^^^^^^^^^^^^^^ route GET,POST /wp-admin/admin-ajax.php?action=save | in its builder, or root; chain \save_items; guards permission_callback
add_action('init', 'start');
`,
  ));

test('a function of the same name in a namespace is another one', () =>
  check(
    wordpress,
    'other.php',
    String.raw`<?php
namespace Shop;
function register_rest_route() {}
register_rest_route('a', '/b', ['callback' => 'c']);
`,
  ));
