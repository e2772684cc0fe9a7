// Somebody of a service hands in one piece with a name in it, and a spreadsheet with rows to put right.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { desk, look, person, phone, press, site } from './browser.mjs'

const here = new RegExp('^' + site)

async function signIn(page, who) {
  await page.goto(site + '/partner')
  await page.getByRole('link', { name: 'Sign in', exact: true }).or(page.getByRole('button', { name: 'Sign in', exact: true })).first().click()
  await page.locator('#email').fill(`${who}@voiceforum.example`)
  await page.locator('#password').fill('sample')
  await page.locator('button').first().click()
  await page.waitForURL(here)
}

/** Looks again, as the page offers, until the work is done. */
async function whenDone(page) {
  for (const end = Date.now() + 30_000; Date.now() < end;) {
    const again = page.getByRole('link', { name: 'See how far it is' })
    if (await again.count() === 0) return
    await again.click()
    await page.waitForLoadState()
  }
  assert.fail('it is not done: ' + (await page.locator('main').innerText()))
}

const headings = 'Reference,May be counted,May be quoted at the forum,About,Believed by the police,One change'
const row = n => `J-${n},Yes,No,How one client was treated,Mostly,Ring back when you say you will`
const rows = [headings, ...Array.from({ length: 18 }, (_, n) => row(n)),
  'J-18,Yes,No,How one client was treated,Perhaps,Listen more',
  'J-19,Yes,No,How one client was treated,Mostly,Please tell Agnieszka Kowalczyk when the trial is'].join('\r\n')
const file = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })

for (const [js, size] of [[true, phone], [false, desk]]) {
  const at = js ? 'phone' : 'nojs'
  test(`one piece and a spreadsheet, ${js ? 'on a phone' : 'without JavaScript'}`, async () => {
    const page = await person({ js, size })
    await signIn(page, 'partner')
    await look(page, `partner-home-${at}`)
    assert.match(await page.locator('main').innerText(), /disclosure officer/)

    await page.getByRole('link', { name: 'Hand in one piece of feedback' }).click()
    await page.getByLabel('A theme that we saw with several clients this quarter').check()
    await press(page, 'Continue')
    await look(page, `partner-one-${at}`, { axe: js })
    while (await page.locator('#a-one-change').count() === 0) await press(page, 'Continue')
    await page.locator('#a-one-change').fill('Please tell Agnieszka Kowalczyk when the trial is.')
    await press(page, 'Continue')
    await look(page, `partner-check-${at}`)
    for (const purpose of ['counts', 'forum-quotes', 'public-quotes', 'training']) await page.locator(`input[name="p-${purpose}"][value="yes"]`).check()
    await press(page, 'Send this feedback')
    await look(page, `partner-names-${at}`)
    assert.ok((await page.locator('mark').allInnerTexts()).join(' ').includes('Kowalczyk'))
    await press(page, 'Send with the marked parts taken out')
    await page.getByRole('heading', { name: 'Handed in' }).waitFor()
    await look(page, `partner-feedback-${at}`)

    await page.goto(site + '/partner/sheets')
    await look(page, `partner-sheets-${at}`)
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download the sheet to fill in (Excel, XLSX)' }).click()
    assert.equal((await download).suggestedFilename(), 'feedback.xlsx')
    await press(page, 'Start an upload')
    await look(page, `partner-upload-${at}`)
    await page.locator('#file').setInputFiles(file('rows.csv', rows.replaceAll('J-', at + '-')))
    await press(page, 'Upload')
    await page.waitForURL(here)
    await whenDone(page)
    await look(page, `partner-sheet-${at}`)
    const shown = await page.locator('main').innerText()
    assert.match(shown, /Row 20[^]*Believed by the police: “Perhaps” is none of the answers in the list/)
    assert.match(shown, /Row 21/)
    await press(page, 'Send these rows')
    await whenDone(page)
    assert.match(await page.locator('main').innerText(), /Sent\s+18/)

    await page.getByRole('link', { name: 'Put rows right' }).click()
    await look(page, `partner-fix-${at}`)
    const right = 'Row,' + headings + '\r\n20,' + row(18).replaceAll('J-', at + '-')
    await page.locator('#file').setInputFiles(file('right.csv', right))
    await press(page, 'Upload')
    await page.waitForURL(here)
    await whenDone(page)
    await page.locator('input[name="redactions"]').check()
    await press(page, 'Send these rows')
    await whenDone(page)
    await page.getByRole('heading', { name: 'All rows are sent' }).waitFor()
    await look(page, `partner-done-${at}`)
    await press(page, 'Finish')
    assert.equal(new URL(page.url()).pathname, '/partner/sheets')
    await page.context().close()
  })
}

test('officers are asked as officers, and hand out no cards', async () => {
  const page = await person({ size: desk })
  await signIn(page, 'officer')
  assert.equal(await page.getByRole('link', { name: 'Make invitation cards' }).count(), 0)
  assert.equal((await page.goto(site + '/partner/invitations')).status(), 404)
  await page.context().close()
})

test('cards to print', async () => {
  const page = await person({ size: desk })
  await signIn(page, 'partner')
  await page.getByRole('link', { name: 'Make invitation cards' }).click()
  await page.locator('#count').fill('6')
  await press(page, 'Make the cards')
  await look(page, 'partner-cards')
  assert.equal(await page.locator('.cards .code').count(), 6)
  await page.context().close()
})
