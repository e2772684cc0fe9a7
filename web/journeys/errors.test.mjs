// Every refusal says what to change, in plain words, and keeps what was typed.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { at, look, person, press, site } from './browser.mjs'
import { answer, begin } from './answering.mjs'

for (const js of [true, false]) {
  const suffix = js ? '' : '-nojs'

  test(`a text that is too long is kept, and the summary leads to it, JavaScript ${js ? 'on' : 'off'}`, async () => {
    const page = await person({ js })
    await begin(page)
    const words = 'they never rang me back. '.repeat(100)
    while (!(await page.locator('main textarea').count())) await answer(page, { 'reported-how': ['not-reported'] })
    await page.locator('main textarea').fill(words)
    await press(page, 'Continue')
    const summary = page.locator('.govuk-error-summary')
    assert.match(await summary.innerText(), /\d/)
    assert.equal((await page.locator('main textarea').inputValue()).trim(), words.trim(), 'what was typed is kept')
    assert.match(await page.title(), /^Error: /)
    await look(page, 'error-too-long' + suffix)
    await summary.getByRole('link').first().click()
    assert.ok(await page.locator('main textarea').evaluate(e => e === document.activeElement || e.closest('.govuk-form-group').contains(document.querySelector(':target'))), 'the summary leads to the field')
    await page.context().close()
  })

  test(`a month that cannot be is told plainly, JavaScript ${js ? 'on' : 'off'}`, async () => {
    const page = await person({ js })
    await begin(page)
    await answer(page)
    await page.goto(site + '/q/reported-when')
    await page.locator('main input[name=answer-month]').fill('13')
    await page.locator('main input[name=answer-year]').fill('2025')
    await press(page, 'Continue')
    assert.equal(at(page), '/q/reported-when')
    assert.equal(await page.locator('main input[name=answer-month]').inputValue(), '13')
    await look(page, 'error-month' + suffix)
    await page.context().close()
  })

  test(`a page passed without a choice asks for one, JavaScript ${js ? 'on' : 'off'}`, async () => {
    const page = await person({ js })
    await page.goto(site + '/')
    await press(page, 'Start')
    await page.getByRole('link', { name: 'Continue' }).click()
    await press(page, 'Continue')
    await look(page, 'error-age' + suffix)
    assert.match(await page.locator('.govuk-error-summary').innerText(), /18 or over/)
    await page.context().close()
  })

  test(`a mistyped receipt is kept, and an unknown one is not found, JavaScript ${js ? 'on' : 'off'}`, async () => {
    const page = await person({ js })
    await page.goto(site + '/receipt')
    await page.locator('main input[name=answer]').fill('7K3M-9QXT')
    await press(page, 'Continue')
    assert.equal(await page.locator('main input[name=answer]').inputValue(), '7K3M-9QXT')
    await look(page, 'error-receipt' + suffix)
    await page.locator('main input[name=answer]').fill('0000-0000-0000-0000-0000')
    await press(page, 'Continue')
    assert.match(await page.locator('.govuk-error-summary').innerText(), /cannot find/)
    await page.context().close()
  })
}

test('contact details that cannot be used are told field by field', async () => {
  const page = await person({ js: false })
  await begin(page)
  await answer(page, { 'reported-how': ['not-reported'] })
  await page.goto(site + '/permissions')
  await page.locator('main input[value=contact]').check()
  await press(page, 'Continue')
  assert.equal(at(page), '/contact')
  await press(page, 'Continue')
  await look(page, 'error-contact')
  assert.ok(await page.locator('.govuk-error-message').count() >= 2)
  await page.context().close()
})

test('an address that is nowhere says so, and a visit that ended says so', async () => {
  const page = await person({ js: false })
  const missing = await page.goto(site + '/nowhere')
  assert.equal(missing.status(), 404)
  await look(page, 'error-404')
  await page.context().addCookies([{ name: '__Host-session', value: 'A'.repeat(43), url: site.replace('http:', 'https:'), secure: true, httpOnly: true, sameSite: 'Strict' }])
  const ended = await page.goto(site + '/check')
  assert.equal(ended.status(), 410)
  await look(page, 'error-410')
  await page.context().close()
})
