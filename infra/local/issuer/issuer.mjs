// The development issuer: stands for the Cognito user pool of template.yaml while Voiceforum runs on one machine.
// Environment: PORT (0 for any), STATE_DIR, SITE_ADDRESS. Argument --with-parent: end when standard input closes.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { configuration, samplePassword } from './configuration.mjs';
import * as pages from './pages.mjs';
import { keys, records } from './store.mjs';

// oidc-provider announces on the console that it is a development set-up and that Node is of the wrong age.
console.info = () => {};
console.warn = () => {};
const { Provider } = await import('oidc-provider');

const { PORT = '0', STATE_DIR, SITE_ADDRESS } = process.env;
const formLimit = 4096; // bytes of a sign-in form

function fail(error) {
  process.stderr.write(`issuer: ${error.message}\n`);
  process.exit(1);
}

function reply(res, status, html) {
  res.writeHead(status, pages.headers(SITE_ADDRESS));
  res.end(html);
}

async function form(req) {
  let body = '';
  for await (const chunk of req.setEncoding('utf8')) {
    body += chunk;
    if (body.length > formLimit) throw new Error('the form is too large');
  }
  return new URLSearchParams(body);
}

const startAgain = (res) => reply(res, 400, pages.message('Start again', 'This sign-in has ended or was finished in another tab.', SITE_ADDRESS));

/** Handles /interaction/UID: shows the sign-in form on GET, checks it on POST. */
async function interact(provider, people, req, res) {
  let details;
  try {
    details = await provider.interactionDetails(req, res);
  } catch {
    startAgain(res);
    return;
  }
  const view = { action: `/interaction/${details.uid}`, people, password: samplePassword };
  if (req.method !== 'POST') {
    reply(res, 200, pages.signIn(view));
    return;
  }
  const typed = await form(req);
  const email = typed.get('email')?.trim() ?? '';
  const person = people.find((p) => p.email === email.toLowerCase());
  if (!person || typed.get('password') !== samplePassword) {
    reply(res, 422, pages.signIn({ ...view, email, wrong: true }));
    return;
  }
  await leaveOther(provider, details, person);
  await provider.interactionFinished(req, res, { login: { accountId: person.sub } });
}

/** Ends the session of somebody else in the same browser. oidc-provider would do it by a page that needs a script. */
async function leaveOther(provider, details, person) {
  const { session } = details;
  if (!session?.accountId || session.accountId === person.sub) return;
  const other = await provider.Session.findByUid(session.uid);
  await other?.destroy();
  delete session.uid;
  await details.save(details.exp - Math.floor(Date.now() / 1000));
}

async function start() {
  if (!STATE_DIR || !SITE_ADDRESS) throw new Error('STATE_DIR and SITE_ADDRESS must be set');
  const [people, programs] = ['people.json', 'programs.json'].map((file) => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')));
  const secrets = keys(STATE_DIR);
  const { Records, flush } = records(STATE_DIR);

  const server = createServer();
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(Number(PORT), '127.0.0.1', resolve);
  });
  const host = `127.0.0.1:${server.address().port}`;
  const issuer = `http://${host}`;
  const provider = new Provider(issuer, configuration({ siteAddress: SITE_ADDRESS, people, programs, secrets, Records }));
  const protocol = provider.callback();

  server.on('request', (req, res) => {
    // Another name for this machine would make pages that link to another issuer.
    if (req.headers.host !== host) {
      reply(res, 421, pages.message('Wrong address', `The sign-in is at ${issuer}.`, SITE_ADDRESS));
    } else if (req.url.startsWith('/interaction/')) {
      interact(provider, people, req, res).catch(() => startAgain(res));
    } else {
      protocol(req, res);
    }
  });

  const stop = () => {
    flush();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (process.argv.includes('--with-parent')) process.stdin.on('end', stop).resume();
  process.stdout.write(`issuer ready ${issuer}\n`);
}

start().catch(fail);
