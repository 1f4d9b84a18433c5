import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { secureConfigCSharp } from './secure-config.ts';

test('what stands before requests, by the stage that it is for', async () => {
  await check(
    secureConfigCSharp,
    'Program.cs',
    `
if (app.Environment.IsDevelopment()) {
  app.UseDeveloperExceptionPage();
//    ^^^^^^^^^^^^^^^^^^^^^^^^^ switch debug-pages on
} else {
  app.UseHsts();
//    ^^^^^^^ switch https-only on
}
if (!app.Environment.IsDevelopment()) app.UseHttpsRedirection();
//                                        ^^^^^^^^^^^^^^^^^^^ switch https-only on
if (app.Environment.IsDevelopment()) app.UseHttpsRedirection();
if (app.Environment.IsStaging()) app.UseDeveloperExceptionPage();
if (settings.UseHttps) app.UseHttpsRedirection();
app.UseSecurityHeaders();
//  ^^^^^^^^^^^^^^^^^^ switch secure-headers on
`,
  );
  await check(
    secureConfigCSharp,
    'Startup.cs',
    `
class Startup {
  void Configure(IApplicationBuilder app) {
    app.UseDeveloperExceptionPage();
//      ^^^^^^^^^^^^^^^^^^^^^^^^^ switch debug-pages off
  }
}
`,
  );
});

test('origins', () =>
  check(
    secureConfigCSharp,
    'Program.cs',
    `
builder.Services.AddCors(options => {
  options.AddPolicy("any", policy => policy.SetIsOriginAllowed(_ => true).AllowAnyHeader().AllowCredentials());
//                                          ^^^^^^^^^^^^^^^^^^ switch cross-origin off
  options.AddPolicy("lines", policy => {
    policy.AllowAnyOrigin();
//         ^^^^^^^^^^^^^^ switch cross-origin off
    policy.AllowCredentials();
  });
  options.AddPolicy("named", policy => policy.WithOrigins("https://a.test", "https://b.test").AllowCredentials());
//                                            ^^^^^^^^^^^ switch cross-origin on
  options.AddPolicy("open", policy => policy.AllowAnyOrigin().AllowAnyMethod());
  options.AddPolicy("star", policy => policy.WithOrigins("https://*.test").AllowCredentials());
  options.AddPolicy("set", policy => policy.WithOrigins(origins).AllowCredentials());
  options.AddPolicy("either", policy => { if (isOpen) policy.AllowAnyOrigin(); else policy.WithOrigins("https://a.test").AllowCredentials(); });
  options.AddPolicy("asked", policy => policy.SetIsOriginAllowed(origin => Known(origin)).AllowCredentials());
});
`,
  ));

test('origins of Web API', () =>
  check(
    secureConfigCSharp,
    'WebApiConfig.cs',
    `
class WebApiConfig {
  void Register(HttpConfiguration config) {
    config.EnableCors(new EnableCorsAttribute("*", "*", "*") { SupportsCredentials = true });
//                        ^^^^^^^^^^^^^^^^^^^ switch cross-origin off
    config.EnableCors(new EnableCorsAttribute("*", "*", "*"));
    config.IncludeErrorDetailPolicy = IncludeErrorDetailPolicy.Always;
//         ^^^^^^^^^^^^^^^^^^^^^^^^ switch error-details off
  }
}
`,
  ));

test('cookies', async () => {
  await check(
    secureConfigCSharp,
    'Program.cs',
    `
builder.Services.AddAuthentication().AddCookie(options => {
  options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
//               ^^^^^^^^^^^^ switch session-cookie on
  options.Cookie.SameSite = SameSiteMode.Strict;
});
builder.Services.AddSession(options => options.Cookie.HttpOnly = true);
`,
  );
  await check(
    secureConfigCSharp,
    'Program.cs',
    `
builder.Services.AddSession(options => {
  options.Cookie.HttpOnly = false;
//               ^^^^^^^^ switch session-cookie off
  options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
});
`,
  );
  await check(
    secureConfigCSharp,
    'Program.cs',
    `
builder.Services.AddAntiforgery(options => { options.Cookie.HttpOnly = false; });
builder.Services.AddSession(options => options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
`,
  );
  await check(
    secureConfigCSharp,
    'AuthController.cs',
    `
class AuthController {
  void SignIn(string jwt) {
    Response.Cookies.Append("token", jwt, new CookieOptions { HttpOnly = true, Secure = true });
//                   ^^^^^^ switch session-cookie on
    Response.Cookies.Append("refreshToken", jwt, new CookieOptions { HttpOnly = false, Secure = true });
//                   ^^^^^^ switch session-cookie off
    Response.Cookies.Append("XSRF-TOKEN", jwt, new CookieOptions { HttpOnly = false });
    Response.Cookies.Append("theme", jwt, new CookieOptions { HttpOnly = false });
    Response.Cookies.Append("token", jwt, options);
  }
}
`,
  );
});

test('filters of all actions, and details of failures', () =>
  check(
    secureConfigCSharp,
    'Program.cs',
    `
builder.Services.AddControllersWithViews(options => {
  options.Filters.Add(new AutoValidateAntiforgeryTokenAttribute());
//                ^^^ switch csrf on
  options.Filters.Add<RequireHttpsAttribute>();
//                ^^^ switch https-only on
  options.Filters.Add(new Own());
});
builder.Services.AddProblemDetails(options => options.IncludeExceptionDetails = (context, error) => true);
//                                                    ^^^^^^^^^^^^^^^^^^^^^^^ switch error-details off
builder.Services.AddProblemDetails(options => options.IncludeExceptionDetails = (context, error) => isDevelopment);
`,
  ));
