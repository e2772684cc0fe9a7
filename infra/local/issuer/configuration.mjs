// The issuer's side of the agreement with Voiceforum, kept as Cognito keeps it: who may ask, and what its tokens say.
import * as pages from './pages.mjs';

/** Everybody's password on a development machine. */
export const samplePassword = 'sample';

// What programs may be given leave to do, as template.yaml's resource server has it.
const feedback = {
  resource: 'https://feedback.voiceforum.example',
  scopes: 'feedback/write',
};

// The parts of the site that people sign in to.
const desks = ['/portal', '/partner', '/review'];

const minute = 60;

function clients(siteAddress, programs) {
  return [
    {
      client_id: 'portal',
      client_name: 'Voiceforum',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code'],
      response_types: ['code'],
      redirect_uris: desks.map((desk) => `${siteAddress}${desk}/signed-in`),
      post_logout_redirect_uris: desks.map((desk) => siteAddress + desk),
    },
    ...programs.map(({ id, name, secret }) => ({
      client_id: id,
      client_secret: secret,
      client_name: name,
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
      scope: feedback.scopes,
    })),
  ];
}

// A program's token from Cognito has no audience. oidc-provider insists on one, so it gets one that leaves no trace
// when the token is written out.
const noAudience = { toJSON: () => undefined };

function asCognito(ctx, token, jwt) {
  Object.assign(jwt.payload, { aud: noAudience, token_use: 'access', version: 2 });
}

const features = (siteAddress, programs) => ({
  devInteractions: { enabled: false },
  userinfo: { enabled: true },
  clientCredentials: { enabled: true },
  rpInitiatedLogout: {
    enabled: true,
    logoutSource(ctx, form) {
      ctx.set(pages.headers(siteAddress));
      ctx.body = pages.signOut(form);
    },
    postLogoutSuccessSource(ctx) {
      ctx.set(pages.headers(siteAddress));
      ctx.body = pages.message('Signed out', 'You are signed out.', siteAddress);
    },
  },
  resourceIndicators: {
    enabled: true,
    defaultResource: (ctx, client) => (programs.some(({ id }) => id === client.clientId) ? feedback.resource : undefined),
    getResourceServerInfo: () => ({
      audience: feedback.resource,
      scope: feedback.scopes,
      accessTokenFormat: 'jwt',
      accessTokenTTL: 60 * minute,
      jwt: { sign: { alg: 'RS256' } },
    }),
  },
});

/** Gives oidc-provider's configuration. */
export function configuration({ siteAddress, people, programs, secrets, Records }) {
  return {
    adapter: Records,
    clients: clients(siteAddress, programs),
    jwks: secrets.jwks,
    cookies: { keys: secrets.cookies },
    features: features(siteAddress, programs),
    formats: { customizers: { jwt: asCognito } },
    scopes: ['openid', 'email', ...feedback.scopes.split(' ')],
    claims: {
      openid: ['sub', 'cognito:groups', 'cognito:username', 'token_use'],
      email: ['email', 'email_verified'],
    },
    conformIdTokenClaims: false, // Cognito puts every claim into the ID token
    routes: { end_session: '/logout' },
    pkce: { required: () => true },
    responseTypes: ['code'],
    interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
    ttl: {
      AccessToken: 5 * minute,
      AuthorizationCode: minute,
      ClientCredentials: 60 * minute,
      Grant: 60 * minute,
      IdToken: 5 * minute,
      Interaction: 60 * minute,
      Session: 60 * minute,
    },
    findAccount: (ctx, sub) => account(people.find((p) => p.sub === sub)),
    loadExistingGrant: grantWhatPortalAsks,
    renderError(ctx, out) {
      ctx.set(pages.headers(siteAddress));
      ctx.body = pages.message('This did not work', `The sign-in cannot go on: ${out.error}.`, siteAddress);
    },
  };
}

function account(person) {
  if (!person) return undefined;
  const { sub, email, groups } = person;
  const claims = { sub, email, email_verified: true, 'cognito:username': sub, token_use: 'id' };
  // Cognito leaves the claim out for somebody in no group.
  if (groups.length > 0) claims['cognito:groups'] = groups;
  return { accountId: sub, claims: () => claims };
}

// Voiceforum's own staff are not asked whether Voiceforum may know who they are.
async function grantWhatPortalAsks(ctx) {
  const { client, session, provider } = ctx.oidc;
  const known = session.grantIdFor(client.clientId);
  const existing = known && await provider.Grant.find(known);
  if (existing) return existing;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid email');
  await grant.save();
  return grant;
}
