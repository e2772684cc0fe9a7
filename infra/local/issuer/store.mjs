// What the issuer remembers: its keys, and the sessions, grants and codes that oidc-provider hands it. Both live in
// files that are replaced whole, so that a crash leaves either the old or the new one.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const seconds = () => Math.floor(Date.now() / 1000);

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`${file} cannot be read; delete it to start afresh`, { cause });
  }
}

function replace(file, value) {
  const next = `${file}.next`;
  const fd = openSync(next, 'w', 0o600);
  try {
    writeSync(fd, JSON.stringify(value));
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(next, file);
}

/** Gives the signing and cookie keys kept in dir, made on the first call. */
export function keys(dir) {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, 'keys.json');
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = { ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: randomBytes(9).toString('base64url') };
    replace(file, { jwks: { keys: [jwk] }, cookies: [randomBytes(32).toString('base64url')] });
  }
  return read(file);
}

/** Gives an adapter class in oidc-provider's sense over one file in dir, and flush, which writes what is unwritten. */
export function records(dir) {
  const file = join(dir, 'records.json');
  const all = new Map(existsSync(file) ? read(file) : []);
  let unwritten = false;

  const alive = (record) => record !== undefined && (record.expires === null || record.expires > seconds());

  function flush() {
    if (!unwritten) return;
    unwritten = false;
    for (const [key, record] of all) if (!alive(record)) all.delete(key);
    replace(file, [...all]);
  }

  // One request changes several records; they are written together once it lets go.
  function changed() {
    if (!unwritten) setImmediate(flush);
    unwritten = true;
  }

  class Records {
    constructor(model) {
      this.model = model;
    }

    key(id) {
      return `${this.model}:${id}`;
    }

    async upsert(id, payload, expiresIn) {
      all.set(this.key(id), { payload, expires: expiresIn ? seconds() + expiresIn : null });
      changed();
    }

    async find(id) {
      const record = all.get(this.key(id));
      return alive(record) ? record.payload : undefined;
    }

    async findBy(field, value) {
      for (const [key, record] of all) {
        if (key.startsWith(`${this.model}:`) && record.payload[field] === value && alive(record)) return record.payload;
      }
      return undefined;
    }

    async findByUid(uid) {
      return this.findBy('uid', uid);
    }

    async findByUserCode(userCode) {
      return this.findBy('userCode', userCode);
    }

    async consume(id) {
      const record = all.get(this.key(id));
      if (record) record.payload.consumed = seconds();
      changed();
    }

    async destroy(id) {
      all.delete(this.key(id));
      changed();
    }

    async revokeByGrantId(grantId) {
      for (const [key, record] of all) if (record.payload.grantId === grantId) all.delete(key);
      changed();
    }
  }

  return { Records, flush };
}
