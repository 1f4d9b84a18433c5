import { test } from 'vitest';
import { check, checkFacts } from '../../../../tests/support/check.ts';
import { strutsConvention } from './struts-convention.ts';
import { struts } from './struts.ts';

test('actions of packages, with wildcards and interceptors of their own', () =>
  checkFacts(
    struts,
    'struts.xml',
    `<struts>
<!-- <action name="none"/> -->
<package name="users" namespace="/user">
<action name="list" class="a.Users" method="list"/>
<action name="edit_*" class="a.Users" method="{1}"><interceptor-ref name="secureStack"/><interceptor-ref name="defaultStack"/></action>
</package>
</struts>`,
    ['4:15 route ANY /user/list | chain list.list', '5:15 route ANY /user/edit_* | chain edit_*; guards secureStack'],
  ));

test('annotated actions: a path that begins with a slash is whole', () =>
  check(
    strutsConvention,
    'Users.java',
    `
import org.apache.struts2.convention.annotation.*;
@Namespace("/admin")
class Users extends ActionSupport {
//    ^^^^^ mark controller found
  @Action("list")
//        ^^^^^^ mark route ANY [/admin/list]
  public String list() { return ""; }
  @Actions({@Action("/a"), @Action("b")})
//                  ^^^^ mark route ANY [/a, /admin/b]
  public String two() { return ""; }
}
`,
  ));

test('an action of another framework is none', () =>
  check(
    strutsConvention,
    'Users.java',
    `import org.apache.struts2.convention.annotation.Result; import mine.Action; class Users { @Action("x") void x() {} }`,
  ));
