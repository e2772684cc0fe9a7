// What every journey needs: a browser as a person has it, and a close look at each page they meet.
import { after, before } from 'node:test'
import assert from 'node:assert/strict'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { AxeBuilder } from '@axe-core/playwright'

export const site = process.env.SITE
export const neutral = process.env.EXIT // where leaving leads
if (!site || !neutral) throw new Error('SITE or EXIT is not set: run these through `go test ./web/journeys`')

const pictures = process.env.PICTURES
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)

export const phone = { width: 320, height: 640 }
export const desk = { width: 1280, height: 900 }

let browser
before(async () => {
  browser = await chromium.launch({
    executablePath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
})
after(() => browser.close())

/** A fresh browser, as somebody has it who was never here. */
export async function person({ js = true, size = phone, ...options } = {}) {
  const context = await browser.newContext({ javaScriptEnabled: js, viewport: size, ...options })
  if (!js) withoutScripts.add(context)
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  page.on('pageerror', error => { throw error })
  return page
}

const withoutScripts = new WeakSet()

/**
 * Looks at a page as a careful person would: no scrolling sideways, axe, and a picture to look at afterwards. Axe is a
 * script and needs them to run; the server's HTML is the same without, so there it is left out. Every page and every
 * error state meets axe at both sizes in samples.test.mjs.
 */
export async function look(page, name, { axe = true } = {}) {
  const size = page.viewportSize()
  const wide = await page.evaluate(() => document.documentElement.scrollWidth)
  assert.ok(wide <= size.width, `${name}: the page is ${wide} px wide at ${size.width}`)
  if (axe && !withoutScripts.has(page.context())) {
    const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode(true).analyze() // no frames here
    assert.deepEqual(violations.map(v => `${v.id}: ${v.nodes.map(n => n.target).join(' ')}`), [], `${name}: axe finds nothing`)
  }
  if (pictures) {
    mkdirSync(pictures, { recursive: true })
    await page.screenshot({ path: join(pictures, `${name}-${size.width}.png`), fullPage: true })
  }
}

/** The path that the browser is at. */
export const at = page => new URL(page.url()).pathname

export const press = (page, name) => page.getByRole('button', { name, exact: true }).click()
