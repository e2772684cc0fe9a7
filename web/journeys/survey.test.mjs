// A survivor answers on her phone, keeps a receipt, comes back, changes her mind.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { at, desk, look, neutral, person, phone, press, site } from './browser.mjs'
import { answer, answerAll, begin, longWay, send } from './answering.mjs'

for (const [name, js, size] of [['a phone without JavaScript', false, phone], ['a phone', true, phone], ['a desk', true, desk]]) {
  test(`the whole way on ${name}`, async () => {
    const page = await person({ js, size })
    const visit = step => look(page, `survey-${step}${js ? '' : '-nojs'}`, { axe: false })
    await begin(page, { visit })
    const asked = await answerAll(page, { visit })
    assert.ok(asked.length >= 25, `the long way asks ${asked.length} questions`)
    const code = await send(page, { visit, permissions: ['counts', 'forum-quotes', 'contact'], show: true })

    await press(page, 'Finish and close')
    await page.waitForURL(neutral)

    await page.goto(site + '/')
    await press(page, 'Continue') // the site was left; this says that it is she who is back
    await page.goto(site + '/receipt')
    await visit('receipt')
    await page.locator('main input[name=answer]').fill(code.toLowerCase().replaceAll('-', ' '))
    await press(page, 'Continue')
    assert.equal(at(page), '/kept')
    await visit('kept')
    const kept = await page.locator('main').innerText()
    assert.match(kept, /nobody rang me for three months/, 'the answers show again, as chosen when sending')

    await page.getByRole('link', { name: 'Change this' }).first().click()
    await visit('choices')
    await page.locator('main input[value=forum-quotes]').uncheck()
    await press(page, 'Save my choices')
    await visit('kept-changed')
    assert.match(await page.locator('main').innerText(), /Taken back on/)

    await page.getByRole('link', { name: 'Delete my answers' }).click()
    await visit('withdraw')
    await press(page, 'Delete everything')
    await visit('withdrawn')
    assert.match(await page.locator('main').innerText(), /Everything has been deleted/)
    await page.context().close()
  })
}

test('the answers stay hidden unless she chose to see them again', async () => {
  const page = await person({ js: false })
  await begin(page)
  await answerAll(page, { answers: { ...longWay, 'reported-how': ['not-reported'] } })
  const code = await send(page)
  await page.goto(site + '/receipt')
  await page.locator('main input[name=answer]').fill(code)
  await press(page, 'Continue')
  const kept = await page.locator('main').innerText()
  assert.doesNotMatch(kept, /three months/)
  assert.match(kept, /not shown again/)
  await page.context().close()
})

test('changing an early answer leaves no orphan behind', async () => {
  const page = await person({ js: false })
  await begin(page)
  await answerAll(page)
  assert.match(await page.locator('main').innerText(), /Victim Personal Statement/)
  await page.goto(site + '/q/case-now?from=case-now')
  await page.locator('main input[value=with-police]').check()
  await press(page, 'Continue')
  while (at(page).startsWith('/q/')) await answer(page)
  assert.equal(at(page), '/check')
  assert.doesNotMatch(await page.locator('main').innerText(), /Victim Personal Statement/)
  await page.context().close()
})

test('two tabs and a double click count once', async () => {
  const page = await person()
  await begin(page)
  await answerAll(page, { answers: { ...longWay, 'reported-how': ['not-reported'] } })
  await page.getByRole('link', { name: 'Continue' }).click()
  await page.goto(site + '/permissions')
  await page.locator('main input[value=counts]').check()
  await press(page, 'Continue')
  const other = await page.context().newPage()
  await other.goto(site + '/send')
  const code = (await page.locator('main .code').first().innerText()).trim()
  await page.getByRole('button', { name: 'Send my answers' }).dblclick()
  await page.waitForURL('**/receipt-shown')
  await press(other, 'Send my answers')
  assert.equal(at(other), '/receipt-shown')
  assert.ok((await other.locator('main').innerText()).includes(code), 'the same receipt')
  await page.context().close()
})

test('an advocate helps, and the survivor answers about support alone', async () => {
  const page = await person({ js: false })
  await page.goto(site + '/')
  await press(page, 'Start')
  await page.getByRole('link', { name: 'Continue' }).click()
  await page.getByLabel('Yes, I am 18 or over').check()
  await press(page, 'Continue')
  await page.getByLabel('I am, with a support worker beside me').check()
  await press(page, 'Continue')
  await look(page, 'survey-together')
  await page.locator('main').getByRole('link').first().click()
  for (let i = 0; at(page) !== '/alone'; i++) {
    assert.ok(i < 60, 'the page to hand the phone over comes')
    await answer(page)
  }
  await look(page, 'survey-alone')
  await page.locator('main').getByRole('button').first().click()
  for (let i = 0; at(page) !== '/back'; i++) {
    assert.ok(i < 20, 'the page to hand it back comes')
    await answer(page)
  }
  await look(page, 'survey-back')
  await page.context().close()
})

test('somebody under 18 is shown children’s services', async () => {
  const page = await person({ js: false })
  await page.goto(site + '/')
  await press(page, 'Start')
  await page.getByRole('link', { name: 'Continue' }).click()
  await page.getByLabel('No, I am under 18').check()
  await press(page, 'Continue')
  await look(page, 'survey-young')
  assert.match(await page.locator('main').innerText(), /0800 1111/)
  assert.deepEqual((await page.context().cookies(site)).filter(c => c.value.length > 10), [], 'the visit is closed')
  await page.context().close()
})

test('every notice can be read before anything is begun', async () => {
  const page = await person({ js: false })
  for (const path of ['privacy', 'accessibility', 'cookies', 'help']) {
    await page.goto(`${site}/${path}`)
    await look(page, 'survey-' + path)
  }
  await page.context().close()
})

test('more time can be had without JavaScript', async () => {
  const page = await person({ js: false })
  await begin(page)
  await page.locator('main input[value=called-999]').check()
  await press(page, 'I need more time')
  assert.equal(at(page), '/stay')
  await look(page, 'survey-stay')
  await press(page, 'Give me two hours from now')
  await page.getByRole('link', { name: 'Go back to where I was' }).click()
  assert.ok(await page.locator('main input[value=called-999]').isChecked(), 'what was chosen is kept')
  await page.context().close()
})
