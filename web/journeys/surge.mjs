// Two reviewers meet over what was set apart in a surge: one of them with a script, one on a phone and without. It is run
// by TestASurge, on a platform where some responses are set apart.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { desk, look, person, press, site } from './browser.mjs'

async function signIn(page) {
  await page.goto(site + '/review')
  await page.getByRole('link', { name: 'Sign in', exact: true }).or(page.getByRole('button', { name: 'Sign in', exact: true })).first().click()
  await page.locator('#email').fill('reviewer@voiceforum.example')
  await page.locator('#password').fill('sample')
  await page.locator('button').first().click()
  await page.waitForURL(url => url.href.startsWith(site))
}

const main = page => page.locator('main').innerText()

test('a surge is looked at, set aside, and counted after all', async () => {
  const one = await person({ size: desk })
  await signIn(one)
  await one.getByRole('link', { name: 'Surges' }).click()
  await look(one, 'review-surges')
  assert.match(await main(one), /Nobody has decided/)
  await one.locator('main table a').first().click()
  const address = one.url()
  await look(one, 'review-surge')
  assert.match(await main(one), /Different sets of choices/)
  await one.getByRole('link', { name: 'Read the anonymised words of those that wait' }).click()
  await look(one, 'review-surge-words')
  assert.match(await main(one), /Response [A-Z0-9_-]{8}/i)
  await one.goto(address)
  await press(one, 'Count them all')
  assert.match(await main(one), /Choose a reason/)
  await look(one, 'review-surge-error')

  const other = await person({ js: false })
  await signIn(other)
  await other.goto(address)
  await look(other, 'review-surge-nojs')
  await other.locator('#aside-why').selectOption('one-hand')
  await press(other, 'Set them all aside')
  assert.match(await main(other), /They are set aside/)
  await look(other, 'review-surge-aside-nojs')
  await other.context().close()

  await one.locator('#count-why').selectOption('known-cause')
  await press(one, 'Count them all')
  assert.match(await main(one), /Somebody else decided on this surge while you were looking/)
  await look(one, 'review-surge-collided')
  await one.locator('#count-why').selectOption('known-cause')
  await press(one, 'Count them all')
  assert.match(await main(one), /They count from now on/)
  await look(one, 'review-surge-counted')
  await one.context().close()
})
