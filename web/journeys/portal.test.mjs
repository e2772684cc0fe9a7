// A facilitator signs in, looks at the quarter, closes it, takes its pack away; an observer sees what is published.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { at, desk, look, person, phone, press, site } from './browser.mjs'

const quarter = process.env.QUARTER

async function signIn(page, who) {
  await page.goto(site + '/portal')
  await page.getByRole('link', { name: 'Sign in', exact: true }).or(page.getByRole('button', { name: 'Sign in', exact: true })).first().click()
  await page.locator('#email').fill(`${who}@voiceforum.example`)
  await page.locator('#password').fill('sample')
  await page.locator('button').first().click()
  await page.waitForURL(url => url.href.startsWith(site))
}

/** Looks again, as the page offers, until it shows what is waited for; closing takes its time on purpose. */
async function lookAgainUntil(page, shows) {
  for (const end = Date.now() + 90_000; Date.now() < end;) {
    if (await shows().count()) return
    await page.getByRole('link', { name: 'See whether it is done' }).click()
    await page.waitForLoadState()
  }
  assert.fail('what was asked for did not come: ' + (await page.locator('main').innerText()))
}

test('the quarter from its live figures to its pack', async () => {
  const page = await person({ size: desk })
  await page.goto(site + '/portal')
  await look(page, 'portal-welcome')
  await signIn(page, 'facilitator')
  await look(page, 'portal-home')
  const desk1 = (await page.context().cookies(site)).find(c => c.name === '__Host-desk')
  assert.ok(desk1.httpOnly && desk1.secure && desk1.sameSite === 'Lax')

  await page.goto(`${site}/portal/forums/${quarter}`)
  await look(page, 'portal-forum-live')
  const live = await page.locator('main').innerText()
  assert.match(live, /\[c\]/, 'small figures are suppressed')
  assert.match(live, /nearest 5|rounded/i, 'the page says that figures are rounded')

  await page.getByRole('link', { name: 'Close this forum' }).click()
  await look(page, 'portal-close')
  await press(page, 'Close the forum')
  await look(page, 'portal-closing')
  const release = () => page.getByRole('link', { name: 'Release 1', exact: true })
  await lookAgainUntil(page, release)
  await look(page, 'portal-forum-closed')

  const folder = mkdtempSync(join(tmpdir(), 'pack-'))
  for (const [link, file] of [[/Download the summary of release 1/, 'summary.html'], [/Download the tables of release 1/, 'tables.csv']]) {
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: link }).first().click()
    await (await download).saveAs(join(folder, file))
  }
  const csv = readFileSync(join(folder, 'tables.csv'), 'utf8')
  assert.match(csv, /\[c\]/)
  assert.ok(csv.split('\n').length > 50, 'the tables are there')
  const pack = await person({ size: desk })
  await pack.goto('file://' + join(folder, 'summary.html'))
  await look(pack, 'pack')
  await pack.setViewportSize(phone)
  await look(pack, 'pack')
  await pack.context().close()

  await release().click()
  await look(page, 'portal-release')

  const observer = await person()
  await signIn(observer, 'observer')
  await look(observer, 'portal-home-observer')
  assert.equal((await observer.goto(`${site}/portal/forums/${quarter}/releases/1`)).status(), 403, 'an observer sees nothing unpublished')

  await page.goto(`${site}/portal/forums/${quarter}`)
  await page.getByRole('link', { name: 'Publish this forum' }).click()
  await look(page, 'portal-publish')
  await press(page, 'Publish the forum')
  await lookAgainUntil(page, () => page.getByText('Published', { exact: true }))
  assert.equal((await observer.goto(`${site}/portal/forums/${quarter}/releases/1`)).status(), 200)
  await look(observer, 'portal-release-observer')
  await observer.context().close()

  await page.goto(site + '/portal/audit')
  await look(page, 'portal-audit')
  const audit = await page.locator('main').innerText()
  for (const done of [/clos/i, /publish/i, /download|summary/i]) assert.match(audit, done)

  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.goto(`${site}/portal/forums/${quarter}`)
  assert.ok(!page.url().startsWith(`${site}/portal/forums`), 'signed out is signed out')
  await page.context().close()
})

test('the portal on a phone, without JavaScript', async () => {
  const page = await person({ js: false })
  await signIn(page, 'facilitator')
  await look(page, 'portal-home-nojs')
  await page.goto(`${site}/portal/forums/${quarter}`)
  await look(page, 'portal-forum-nojs')
  await page.context().close()
})

test('somebody without a role is told so, plainly', async () => {
  const page = await person()
  await signIn(page, 'newcomer')
  await look(page, 'portal-refused')
  assert.match(await page.locator('main').innerText(), /nobody has given your account a role/)
  await page.context().close()
})

test('a reviewer sees figures and may not close', async () => {
  const page = await person()
  await signIn(page, 'reviewer')
  assert.equal(at(page), '/portal')
  await page.goto(`${site}/portal/forums/${quarter}`)
  assert.equal(await page.getByRole('link', { name: 'Close this forum' }).count(), 0)
  assert.equal((await page.goto(`${site}/portal/forums/${quarter}/close`)).status(), 403)
  await page.context().close()
})
