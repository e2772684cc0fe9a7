// Every page and every error state, as their own tests left them in a folder, meets axe on a phone and on a desk.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { desk, look, person, phone, site } from './browser.mjs'

const samples = process.env.SAMPLES

for (const folder of readdirSync(samples)) {
  test(`every page of ${folder}`, async () => {
    const page = await person()
    const shapes = new Set() // pages that differ in words alone are seen wide once
    let html = ''
    await page.route(site + '/sample', route => route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }))
    const files = readdirSync(join(samples, folder))
    assert.ok(files.length > 15, `${files.length} pages`)
    for (const file of files) {
      html = readFileSync(join(samples, folder, file), 'utf8')
      await page.setViewportSize(phone)
      await page.goto(site + '/sample')
      await look(page, `sample-${folder}-${file.replace('.html', '')}`)
      await page.setViewportSize(desk)
      const shape = html.replaceAll(/>[^<]*</g, '><').replaceAll(/(id|for|name|value|href|action|aria-describedby)="[^"]*"/g, '')
      await look(page, `sample-${folder}-${file.replace('.html', '')}`, { axe: !shapes.has(shape) })
      shapes.add(shape)
    }
    await page.context().close()
  })
}
