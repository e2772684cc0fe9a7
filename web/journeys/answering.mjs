// Going through the questionnaire in a browser.
import assert from 'node:assert/strict'
import { at, press, site } from './browser.mjs'

/** Answers that lead the long way: charged, tried, found guilty, with support. */
export const longWay = {
  'reported-how': ['called-101'],
  'plan-offered': ['agreed'],
  'phone-and-records': ['phone', 'messages'],
  'case-now': ['guilty'],
  'statement-offered': ['early'],
  'support-kinds': ['isva', 'counselling'],
}

/** From the first page to the first question. */
export async function begin(page, { visit = () => {} } = {}) {
  await page.goto(site + '/')
  await visit('start')
  await press(page, 'Start')
  await visit('before')
  await page.getByRole('link', { name: 'Continue' }).click()
  await visit('age')
  await page.getByLabel('Yes, I am 18 or over').check()
  await press(page, 'Continue')
  await visit('who')
  await page.getByLabel('I am, by myself').check()
  await press(page, 'Continue')
  assert.match(at(page), /^\/q\//)
}

/** Answers the question that the page shows. */
export async function answer(page, answers = longWay, words = 'nobody rang me for three months. not once.') {
  const id = at(page).split('/')[2]
  const text = page.locator('main textarea')
  const boxes = page.locator('main input[name=answer]')
  if (await text.count()) {
    await text.fill(words)
  } else if (answers[id]) {
    for (const value of answers[id]) await page.locator(`main input[name=answer][value="${value}"]`).check()
  } else if (await boxes.count()) {
    await boxes.first().check()
  } else {
    await page.locator('main input[name=answer-month]').fill('3')
    await page.locator('main input[name=answer-year]').fill('2025')
  }
  await press(page, 'Continue')
  return id
}

/** Answers all questions up to the page that checks them; gives their ids. */
export async function answerAll(page, { answers = longWay, words, visit = () => {} } = {}) {
  const asked = []
  while (at(page).startsWith('/q/')) {
    assert.ok(asked.length < 60, `the questions do not end: ${asked}`)
    await visit('question-' + at(page).split('/')[2])
    asked.push(await answer(page, answers, words))
  }
  return asked
}

/** From checking the answers to the receipt; gives its code. */
export async function send(page, { permissions = ['counts'], visit = () => {}, show = false } = {}) {
  assert.equal(at(page), '/check')
  await visit('check')
  await page.getByRole('link', { name: 'Continue' }).click()
  if (at(page) === '/about') {
    await visit('about')
    await page.locator('main').getByRole('link').first().click()
  }
  while (at(page).startsWith('/q/')) await answer(page)
  assert.equal(at(page), '/permissions')
  await visit('permissions')
  assert.equal(await page.locator('main input:checked').count(), 0, 'no permission is ticked beforehand')
  for (const p of permissions) await page.locator(`main input[value="${p}"]`).check()
  await press(page, 'Continue')
  if (permissions.includes('contact')) {
    await visit('contact')
    await page.locator('main input[name=how][value=text]').check()
    await page.locator('main input[name=where]').fill('07700 900123')
    await press(page, 'Continue')
  }
  assert.equal(at(page), '/send')
  await visit('send')
  const code = (await page.locator('main .code').first().innerText()).trim()
  if (show) await page.locator('main input[name=answer][value=show]').check()
  await press(page, 'Send my answers')
  assert.equal(at(page), '/receipt-shown')
  assert.ok((await page.locator('main').innerText()).includes(code), 'the receipt after sending is the one shown before')
  await visit('receipt-shown')
  return code
}
