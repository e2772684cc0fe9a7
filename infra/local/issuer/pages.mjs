// The issuer's few pages: ordinary HTML that works without a script, by keyboard and at 320 px.
import { createHash } from 'node:crypto';

const style = `
:root { color-scheme: light dark; }
body { font: 1.1875rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 40rem; padding: 1rem; }
label { display: block; font-weight: 600; margin-top: 1rem; }
input { box-sizing: border-box; font: inherit; max-width: 100%; padding: .4rem; width: 24rem; }
button { font: inherit; font-weight: 600; margin: 1.5rem 0; min-height: 2.75rem; padding: .4rem 1.2rem; }
:focus-visible { outline: 4px solid #1d70b8; outline-offset: 2px; }
.error { border: 4px solid #d4351c; padding: 0 1rem; }
.people { overflow-x: auto; }
table { border-collapse: collapse; }
caption { font-weight: 600; text-align: left; }
th, td { border-bottom: 1px solid; padding: .4rem .8rem .4rem 0; text-align: left; overflow-wrap: anywhere; }
`;

const styleHash = createHash('sha256').update(style).digest('base64');

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text) => String(text).replace(/[&<>"']/g, (c) => escapes[c]);

/** Gives the headers of every page. A form's redirects count as its targets, so the site itself is one. */
export function headers(siteAddress) {
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; `
      + `frame-ancestors 'none'; form-action 'self' ${siteAddress}`,
  };
}

function page(title, body) {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

function person({ name, email, groups }) {
  return `<tr><th scope="row">${escape(name)}</th><td>${escape(email)}</td><td>${escape(groups.join(', ') || 'none')}</td></tr>`;
}

/** Gives the sign-in page: its form posts to action; email is what was typed before, wrong that it did not fit. */
export function signIn({ action, people, password, email = '', wrong = false }) {
  const error = wrong
    ? `<div class="error" role="alert" id="problem"><h2>There is a problem</h2>
<p><a href="#email">No sample person has this email address and password</a></p></div>`
    : '';
  const described = wrong ? ' aria-describedby="problem" aria-invalid="true"' : '';
  return page(`${wrong ? 'Error: ' : ''}Sign in`, `${error}
<h1>Sign in</h1>
<p>This page stands for the real sign-in while Voiceforum runs on one machine. The people are invented.</p>
<form method="post" action="${escape(action)}">
<label for="email">Email address</label>
<input id="email" name="email" type="email" autocomplete="username" value="${escape(email)}"${described} required>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password"${described} required>
<div><button type="submit">Sign in</button></div>
</form>
<div class="people">
<table>
<caption>Sample people; everybody's password is ${escape(password)}</caption>
<thead><tr><th scope="col">Name</th><th scope="col">Email address</th><th scope="col">Groups</th></tr></thead>
<tbody>
${people.map(person).join('\n')}
</tbody>
</table>
</div>`);
}

/** Gives the page that asks before signing out; form is oidc-provider's own, without buttons. */
export function signOut(form) {
  return page('Sign out', `<h1>Sign out</h1>
<p>You have left Voiceforum. Sign out of your account here too?</p>
${form}
<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>
<button type="submit" form="op.logoutForm">Stay signed in here</button>`);
}

/** Gives a page that says what happened and where to go on. */
export function message(title, text, siteAddress) {
  return page(title, `<h1>${escape(title)}</h1>
<p>${escape(text)}</p>
<p><a href="${escape(siteAddress)}/portal">Go to Voiceforum</a></p>`);
}
