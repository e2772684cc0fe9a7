// Leaving ends it: the visit is closed, and Back shows nothing, with or without JavaScript.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { look, neutral, person, press, site } from './browser.mjs'
import { answer, begin } from './answering.mjs'

const shows = /questions?|police|treated|answers|Voiceforum/i

async function backShowsNothing(page) {
  for (let i = 0; i < 8; i++) {
    await page.goBack({ waitUntil: 'load' }).catch(() => {})
    if (page.url() === 'about:blank') break
    const text = await page.locator('main, h1').first().innerText()
    assert.doesNotMatch(text, shows, `Back, ${i + 1} times, shows nothing of the site`)
    assert.doesNotMatch(await page.title(), /police|rape|victim|survivor|assault/i)
  }
}

for (const js of [true, false]) {
  test(`Exit closes the visit and Back shows nothing, JavaScript ${js ? 'on' : 'off'}`, async () => {
    const page = await person({ js })
    await begin(page)
    await answer(page)
    await answer(page)
    const cookie = (await page.context().cookies(site)).find(c => c.name === '__Host-session')
    assert.ok(cookie.httpOnly && cookie.secure && cookie.sameSite === 'Strict')
    await page.locator('form[action="/leave"] button').first().click()
    await page.waitForURL(neutral)
    await backShowsNothing(page)
    await page.goto(site + '/check')
    await look(page, `survey-left${js ? '' : '-nojs'}`)

    // Not even somebody who kept the cookie gets in again.
    await page.context().clearCookies()
    await page.context().addCookies([cookie])
    const response = await page.goto(site + '/check')
    assert.equal(response.status(), 410)
    await page.context().close()
  })
}

test('Exit from the very first page shows nothing on Back either', async () => {
  const page = await person({ js: false })
  await page.goto(site + '/')
  await page.locator('form[action="/leave"] button').first().click()
  await page.waitForURL(neutral)
  await backShowsNothing(page)
  await page.context().close()
})

test('Shift three times leaves', async () => {
  const page = await person()
  await begin(page)
  await page.waitForLoadState()
  for (let i = 0; i < 3; i++) await page.keyboard.press('Shift')
  await page.waitForURL(neutral)
  await backShowsNothing(page)
  await page.context().close()
})

test('Exit is the second stop of the keyboard, and needs no mouse', async () => {
  const page = await person({ js: false })
  await begin(page)
  await page.waitForLoadState()
  const stops = []
  for (let i = 0; i < 4; i++) {
    await page.keyboard.press('Tab')
    stops.push((await page.locator(':focus').innerText()).trim())
  }
  assert.ok(stops.slice(0, 3).some(s => /exit/i.test(s)), `the first stops are ${stops}`)
  await page.context().close()
})

test('somebody who left by mistake can come back', async () => {
  const page = await person({ js: false })
  await begin(page)
  await page.locator('form[action="/leave"] button').first().click()
  await page.goto(site + '/')
  await press(page, 'Continue')
  assert.match(await page.locator('main').innerText(), /Tell us how you were treated/)
  await page.context().close()
})
