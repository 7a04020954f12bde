// Starts a real Bluesky (AT Protocol) server on loopback, for tests.
//
//   PLC directory   @did-plc/server, kept in memory: hands out the accounts' DIDs
//   PDS             @atproto/pds, SQLite files in a throw-away folder: log-in,
//                   posts, blobs, firehose: what "https://bsky.social" is to a client
//   AppView         @atproto/bsky, only when BSKY_PEER_DATABASE_URL is set: threads,
//                   notifications, feeds. It needs PostgreSQL (no Redis)
//
// When ready it prints ONE line of JSON on stdout (see `report` at the end).
// SIGTERM, SIGINT or the end of its time stop it; its folder and its PostgreSQL
// schema go with it. LOG_ENABLED=1 makes the servers log, one JSON object a line
// (LOG_DESTINATION=<file> keeps that out of stdout).
//
// Environment (all optional):
//   BSKY_PEER_DATABASE_URL   postgresql://... of a scratch database: adds the AppView
//   BSKY_PEER_PORT           port of the PDS (default: any free one)
//   BSKY_PEER_SECONDS        life time, 1..3600 (default 900)
//   BSKY_PEER_RATE_LIMITS    1: the PDS's own rate limits on (default off)
//   BSKY_PEER_HANDLES        comma-separated account names (default acme-parts,rita-reader)
//   BSKY_PEER_STDIN          1: the end of stdin stops it too, so that it never outlives
//                            who started it

import crypto from 'node:crypto'
import fs from 'node:fs/promises'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'

const LOOPBACK = '127.0.0.1'
const env = process.env

// ---------------------------------------------------------------- loopback only
// The servers call listen(port) with no address, which means every interface, and
// some would look up hosts on the internet. Both are stopped here, before any of
// their code is loaded.

const plainListen = net.Server.prototype.listen
net.Server.prototype.listen = function (...args) {
  if (typeof args[0] === 'number' || /^\d+$/.test(args[0])) {
    const done = args.find((a) => typeof a === 'function')
    return plainListen.call(this, { port: Number(args[0]), host: LOOPBACK }, done)
  }
  if (typeof args[0] === 'string') return plainListen.apply(this, args) // a socket file
  return plainListen.call(this, { ...args[0], host: LOOPBACK }, ...args.slice(1))
}

const isLocal = (host) =>
  host === undefined || host === 'localhost' || host === '::1' || /^127\./.test(host)

const plainConnect = net.Socket.prototype.connect
net.Socket.prototype.connect = function (...args) {
  // Node passes either (options, cb), (port, host, cb), (path, cb) or, from its own
  // code, one array that already holds (options, cb).
  const first = Array.isArray(args[0]) ? args[0][0] : args[0]
  const host =
    first !== null && typeof first === 'object'
      ? first.host
      : typeof args[1] === 'string'
        ? args[1]
        : undefined
  if (!isLocal(host)) {
    process.nextTick(() => this.destroy(new Error(`refused: ${host} is not loopback`)))
    return this
  }
  return plainConnect.apply(this, args)
}

// ------------------------------------------------------------------ small things

const seconds = Math.min(3600, Math.max(1, Number(env.BSKY_PEER_SECONDS) || 900))
const databaseUrl = env.BSKY_PEER_DATABASE_URL || ''
const names = (env.BSKY_PEER_HANDLES || 'acme-parts,rita-reader').split(',').slice(0, 8)
const secret = () => crypto.randomBytes(16).toString('hex')

// Below the range from which systems serve outgoing connections, so that none is in the way.
async function freePort() {
  for (let tries = 0; tries < 200; tries++) {
    const port = crypto.randomInt(20_000, 32_000)
    const isFree = await new Promise((resolve) => {
      const probe = net.createServer().on('error', () => resolve(false))
      probe.listen(port, () => probe.close(() => resolve(true)))
    })
    if (isFree) return port
  }
  throw new Error('no free port')
}

// What to undo at the end, in the order in which it was made.
const cleanups = []
let stopping = false
async function stop(code) {
  if (stopping) return
  stopping = true
  setTimeout(() => process.exit(code || 1), 10_000).unref() // never hang
  for (const undo of cleanups.reverse()) {
    await Promise.resolve()
      .then(undo)
      .catch((err) => console.error(`stopping: ${err.message}`))
  }
  process.exit(code)
}
process.on('SIGTERM', () => stop(0))
process.on('SIGINT', () => stop(0))
process.on('unhandledRejection', (err) => {
  console.error(err)
  stop(1)
})
setTimeout(() => stop(0), seconds * 1000).unref()
if (env.BSKY_PEER_STDIN === '1') process.stdin.on('end', () => stop(0)).resume()

// ------------------------------------------------------------------------ servers

async function startPlc() {
  const { PlcServer, Database } = await import('@did-plc/server')
  const port = await freePort()
  const plc = PlcServer.create({ db: Database.mock(), port })
  await plc.start()
  cleanups.push(() => plc.destroy())
  return `http://localhost:${port}`
}

async function startPds({ plcUrl, folder, port, jwtSecret, adminPassword, appView }) {
  const { PDS, envToCfg, envToSecrets } = await import('@atproto/pds')
  const settings = {
    devMode: true, // plain http, and handles that end in .test
    hostname: 'localhost',
    port,
    dataDirectory: path.join(folder, 'pds'),
    blobstoreDiskLocation: path.join(folder, 'blobs'),
    didPlcUrl: plcUrl,
    serviceHandleDomains: ['.test'],
    inviteRequired: false,
    disableSsrfProtection: true, // its own addresses are loopback ones
    rateLimitsEnabled: env.BSKY_PEER_RATE_LIMITS === '1',
    crawlers: [], // tell no relay
    jwtSecret,
    adminPassword,
    plcRotationKeyK256PrivateKeyHex: crypto.randomBytes(32).toString('hex'),
    ...(appView && { bskyAppViewUrl: appView.url, bskyAppViewDid: appView.did }),
  }
  await fs.mkdir(settings.dataDirectory, { recursive: true })
  const pds = await PDS.create(envToCfg(settings), envToSecrets(settings))
  // An idle sequencer waits up to a second before it looks for new events, and tests would wait with it.
  pds.ctx.sequencer.exponentialBackoff = () => new Promise((resolve) => setTimeout(resolve, 10))
  await pds.start()
  cleanups.push(() => pds.destroy())
  return pds
}

// The AppView follows the PDS's firehose, keeps what it saw in PostgreSQL (through
// its "data plane"), and answers app.bsky.* queries, which the PDS passes on.
async function startAppView({ plcUrl, pdsUrl, port, did, folder }) {
  const ports = { dataplane: await freePort(), bsync: await freePort() }
  Object.assign(env, {
    BSKY_BSYNC_URL: `http://localhost:${ports.bsync}`,
    BSKY_BSYNC_HTTP_VERSION: '1.1',
    BSKY_DATAPLANE_URLS: `http://localhost:${ports.dataplane}`,
    BSKY_DATAPLANE_HTTP_VERSION: '1.1',
    BSKY_DID_PLC_URL: plcUrl,
    BSKY_SERVER_DID: did,
    BSKY_PORT: String(port),
    BSKY_PUBLIC_URL: `http://localhost:${port}`, // also where it serves images
    BSKY_BLOB_CACHE_LOC: path.join(folder, 'images'),
    BSKY_DISABLE_SSRF_PROTECTION: 'true',
    BSKY_INDEXED_AT_EPOCH: '2024-01-01T00:00:00Z', // "indexedAt" is the time of indexing, as on bsky.app
    MOD_SERVICE_DID: 'did:example:moderation',
  })
  const bsky = await import('@atproto/bsky')
  const { Secp256k1Keypair } = await import('@atproto/crypto')

  // It takes a schema name of letters and underscores only.
  const letters = secret().replace(/\d/g, (digit) => 'ghijklmnop'[digit])
  const schema = `bsky_peer_${letters}`
  const db = new bsky.Database({ url: databaseUrl, schema, poolSize: 8 })
  cleanups.push(async () => {
    await db.pool.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`)
    await db.close()
  })
  await db.migrateToLatestOrThrow()

  const dataplane = await bsky.DataPlaneServer.create(db, ports.dataplane, plcUrl)
  cleanups.push(() => dataplane.destroy())
  const bsync = await bsky.MockBsync.create(db, ports.bsync)
  cleanups.push(() => bsync.destroy())

  // Handles are looked up by DNS or https in the real world; ask the PDS instead.
  dataplane.idResolver.handle.resolve = async (handle) => {
    const url = `${pdsUrl}/xrpc/com.atproto.identity.resolveHandle?handle=${encodeURIComponent(handle)}`
    const answer = await fetch(url)
    return answer.ok ? (await answer.json()).did : undefined
  }

  const view = bsky.BskyAppView.create({
    config: bsky.ServerConfig.readEnv(),
    signingKey: await Secp256k1Keypair.create(),
  })
  await view.start()
  cleanups.push(() => view.destroy())

  return {
    // Called once the PDS listens: read its firehose from the first event on.
    follow() {
      const feed = new bsky.RepoSubscription({
        service: pdsUrl.replace('http', 'ws'),
        db,
        idResolver: dataplane.idResolver,
      })
      feed.start()
      cleanups.push(() => feed.destroy())
    },
  }
}

// ----------------------------------------------------------------------- accounts

async function call(base, method, body, token) {
  const answer = await fetch(`${base}/xrpc/${method}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${method}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

async function makeAccount(base, name) {
  const handle = `${name}.test`
  const password = secret()
  const made = await call(base, 'com.atproto.server.createAccount', {
    handle,
    email: `${name}@example.test`,
    password,
  })
  const app = await call(
    base,
    'com.atproto.server.createAppPassword',
    { name: 'tests' },
    made.accessJwt,
  )
  // The AppView only shows people who have a profile record.
  await call(
    base,
    'com.atproto.repo.putRecord',
    {
      repo: made.did,
      collection: 'app.bsky.actor.profile',
      rkey: 'self',
      record: { $type: 'app.bsky.actor.profile', displayName: name },
    },
    made.accessJwt,
  )
  return { handle, did: made.did, password, appPassword: app.password }
}

// --------------------------------------------------------------------------- main

async function main() {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'bsky-peer-'))
  cleanups.push(() => fs.rm(folder, { recursive: true, force: true }))

  const jwtSecret = secret()
  const adminPassword = secret()
  const port = Number(env.BSKY_PEER_PORT) || (await freePort())
  const pdsUrl = `http://localhost:${port}`
  const plcUrl = await startPlc()

  let appView = null
  let viewer = null
  if (databaseUrl) {
    const viewPort = await freePort()
    appView = { url: `http://localhost:${viewPort}`, did: 'did:example:appview' }
    viewer = await startAppView({ plcUrl, pdsUrl, port: viewPort, did: appView.did, folder })
  }
  await startPds({ plcUrl, folder, port, jwtSecret, adminPassword, appView })
  viewer?.follow()

  const accounts = []
  for (const name of names) accounts.push(await makeAccount(pdsUrl, name))

  const report = {
    pds: pdsUrl, // base_url for a client
    plc: plcUrl,
    appview: appView?.url ?? null,
    accounts,
    adminPassword, // Basic auth "admin:..." for com.atproto.admin.*
    jwtSecret, // HS256: lets a test sign an access token that has expired
    pid: process.pid,
    seconds,
  }
  process.stdout.write(JSON.stringify(report) + '\n')
}

main().catch((err) => {
  if (!stopping) console.error(err)
  stop(1)
})
