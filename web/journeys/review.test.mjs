// A reviewer clears a held text, two of them meet over another, and the contact keeper reaches somebody once.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { answerAll, begin, send } from './answering.mjs'
import { at, desk, look, person, press, site } from './browser.mjs'

const words = 'Zsuzsanna Qwrtplk at the Brzeczkow rang me. The wait was long. I want to kill myself.'

async function signIn(page, who) {
  await page.goto(site + '/review')
  await page.getByRole('link', { name: 'Sign in', exact: true }).or(page.getByRole('button', { name: 'Sign in', exact: true })).first().click()
  await page.locator('#email').fill(`${who}@voiceforum.example`)
  await page.locator('#password').fill('sample')
  await page.locator('button').first().click()
  await page.waitForURL(url => url.href.startsWith(site))
}

const main = page => page.locator('main').innerText()

test('from words that read as danger to a quote', async () => {
  const victim = await person()
  await begin(victim)
  await answerAll(victim, { words })
  await send(victim, { permissions: ['counts', 'forum-quotes', 'contact'] })
  assert.match(await main(victim), /nobody may read this today/, 'who can be called is shown at once')
  assert.match(await main(victim), /116 123/)
  assert.equal(await victim.title(), 'Thank you')
  await look(victim, 'sent-danger')
  await victim.context().close()

  const reviewer = await person({ size: desk })
  await signIn(reviewer, 'reviewer')
  await look(reviewer, 'review-queue')
  await reviewer.getByRole('row', { name: /Reads as danger/ }).first().getByRole('link').click()
  assert.match(await main(reviewer), /present danger/)
  assert.doesNotMatch(await main(reviewer), /wait was long/, 'the warning comes before any words')
  await look(reviewer, 'review-response')
  await press(reviewer, 'I have looked at this')
  const response = reviewer.url().split('?')[0]

  await reviewer.locator('main table a').first().click()
  const text = reviewer.url()
  assert.doesNotMatch(await main(reviewer), /Zsuzsanna/)
  const held = await reviewer.getByRole('button', { name: 'Clear these words' }).count() === 0
  await reviewer.keyboard.press('o')
  assert.equal(await reviewer.evaluate(() => document.activeElement.id), 'reason', 'O leads to the reason')
  await reviewer.locator('#reason').selectOption(held ? 'held' : 'masking')
  await press(reviewer, 'Open the words')
  assert.match(await main(reviewer), /Zsuzsanna/)
  await look(reviewer, 'review-opened')
  await reviewer.locator('#mask').fill('I want to kill myself')
  await press(reviewer, 'Mask these words')
  assert.match(await main(reviewer), /\[(name|other)\]/)
  await reviewer.locator('#quote').fill('The wait was long')
  await reviewer.locator('input[value="forum-quotes"]').check()
  if (await reviewer.locator('#sure').count()) await reviewer.locator('#sure').check()

  // Somebody else holds the same text back meanwhile, on a phone and without a script.
  const other = await person({ js: false })
  await signIn(other, 'reviewer')
  await other.goto(text)
  await look(other, 'review-text-nojs')
  await other.locator('#hold').selectOption('identifies')
  await press(other, 'Hold these words back')
  assert.match(await main(other), /held back/)
  await other.context().close()

  await press(reviewer, 'Clear these words')
  assert.match(await main(reviewer), /changed while you were looking/)
  assert.equal(await reviewer.locator('#quote').inputValue(), 'The wait was long', 'what was chosen is kept')
  await look(reviewer, 'review-collided')
  if (await reviewer.locator('#sure').count()) await reviewer.locator('#sure').check()
  await press(reviewer, 'Clear these words')
  assert.match(await main(reviewer), /The words are cleared/)
  assert.equal(reviewer.url().split('?')[0], response)
  assert.equal((await reviewer.goto(site + '/review/contact')).status(), 403, 'a reviewer sees nobody’s details')
  await reviewer.context().close()
})

test('the contact keeper reaches somebody once', async () => {
  const keeper = await person()
  await signIn(keeper, 'contact')
  assert.equal(at(keeper), '/review/contact')
  await look(keeper, 'review-contact')
  await keeper.locator('main table a').last().click()
  assert.doesNotMatch(await main(keeper), /07700/)
  const address = keeper.url()
  await keeper.locator('#reason').selectOption('asked')
  await press(keeper, 'Open the details')
  assert.match(await main(keeper), /07700 900123/)
  await look(keeper, 'review-contact-open')
  await keeper.locator('#done').selectOption('reached')
  await press(keeper, 'Done – delete the details')
  assert.match(await main(keeper), /The details are deleted/)
  assert.equal((await keeper.goto(address)).status(), 404, 'gone after use')
  await keeper.context().close()
})

test('others are turned away', async () => {
  const facilitator = await person()
  await signIn(facilitator, 'facilitator')
  await look(facilitator, 'review-refused')
  assert.equal((await facilitator.goto(site + '/review')).status(), 403)
  await facilitator.context().close()
})
