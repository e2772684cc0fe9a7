// Checks HTML files against the standard and the accessibility rules of .htmlvalidate.json: what is wrong, by line, and
// exit code 1; nothing and 0 where all is well. Run: node web/pages/validate.mjs FILE…
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { HtmlValidate, StaticConfigLoader } from 'html-validate'

const config = JSON.parse(await readFile(new URL('../../.htmlvalidate.json', import.meta.url)))
const validator = new HtmlValidate(new StaticConfigLoader(config))

for (const file of process.argv.slice(2)) {
  const { results } = await validator.validateString(await readFile(file, 'utf8'), file)
  for (const { messages } of results) {
    for (const { line, column, ruleId, message } of messages) {
      console.log(`${basename(file)}:${line}:${column}: ${message} (${ruleId})`)
      process.exitCode = 1
    }
  }
}
