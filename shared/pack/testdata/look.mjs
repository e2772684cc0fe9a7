// Looks at summaries as a careful person would: on a phone and on a desk, by day and by night, with colours of one's own and
// printed. Nothing scrolls sideways, axe finds nothing, nothing is fetched. Says what is wrong, one thing a line; nothing
// where all is well. Run: node look.mjs FILE…
import { basename, resolve } from 'node:path'
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import { AxeBuilder } from '@axe-core/playwright'

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'] })
const wrong = (file, what) => { console.log(`${basename(file)}: ${what}`); process.exitCode = 1 }

for (const file of process.argv.slice(2)) {
  const context = await browser.newContext()
  const page = await context.newPage()
  page.on('request', r => { if (!r.url().startsWith('file:')) wrong(file, `asks for ${r.url()}`) })
  await page.goto(pathToFileURL(resolve(file)).href)
  for (const [name, width, media] of [
    ['phone', 320, { colorScheme: 'light' }],
    ['desk by night', 1280, { colorScheme: 'dark' }],
    ['forced colours', 640, { colorScheme: 'light', forcedColors: 'active' }],
    ['paper', 673, { forcedColors: 'none', media: 'print' }], // A4 without its margins
  ]) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia(media)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    if (wide > width) wrong(file, `${name}: is ${wide} px wide`)
    const over = await page.evaluate(() => [...document.querySelectorAll('.chart .value')].filter(v => {
      const a = v.getBoundingClientRect()
      return [...v.parentElement.querySelectorAll('text:not(.value)')].some(t => {
        const b = t.getBoundingClientRect()
        return b.right > a.left && Math.abs(b.bottom - a.bottom) < 5
      })
    }).map(v => v.previousElementSibling.textContent))
    if (over.length) wrong(file, `${name}: a label runs into its value: ${over.join('; ')}`)
    const beyond = await page.evaluate(() => [...document.querySelectorAll('.chart text')].filter(t => {
      const [a, b] = [t.getBoundingClientRect(), t.closest('svg').getBoundingClientRect()]
      return a.left < b.left - 1 || a.right > b.right + 1
    }).map(t => t.textContent))
    if (beyond.length) wrong(file, `${name}: stands out of its chart: ${beyond.join('; ')}`)
    if (name === 'phone' || name === 'desk by night') { // at night, colours alone are different
      const all = name === 'phone' ? {} : { runOnly: ['color-contrast'] }
      const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'], ...all }).setLegacyMode(true).analyze()
      for (const v of violations) wrong(file, `${name}: ${v.id}: ${v.nodes.slice(0, 3).map(n => n.target).join(' ')}`)
    }
    if (name === 'paper') {
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
      if (!/\/MediaBox\s*\[\s*0 0 59[45](\.\d+)? 84[12]/.test(pdf)) wrong(file, 'does not print on A4')
    }
  }
  await context.close()
}
await browser.close()
