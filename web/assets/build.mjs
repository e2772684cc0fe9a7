// Builds the styles, the script and the icon into web/assets/built: minified, named by their content's hash,
// compressed beforehand, and listed in manifest.json. Run: node web/assets/build.mjs
import { createHash } from 'node:crypto'
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import * as esbuild from 'esbuild'
import * as sass from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const built = join(here, 'built')

// Sides become the text's own, so that the components run from right to left where a language does.
const sides = [
  [/\b(margin|padding|border)-left\b/g, '$1-inline-start'],
  [/\b(margin|padding|border)-right\b/g, '$1-inline-end'],
  [/([;{\s])left(\s*:)/g, '$1inset-inline-start$2'],
  [/([;{\s])right(\s*:)/g, '$1inset-inline-end$2'],
  [/text-align:\s*left\b/g, 'text-align: start'],
  [/text-align:\s*right\b/g, 'text-align: end'],
  [/float:\s*left\b/g, 'float: left; float: inline-start'],
  [/float:\s*right\b/g, 'float: right; float: inline-end']
]

// What the Design System writes for others: fallbacks for browsers without custom properties, and printers' fonts.
const spare = [
  [/var\((--govuk-[\w-]+),[^()]*\)/g, 'var($1)'],
  [/@media print\{[^{}]*\{font-family:sans-serif\}\}/g, '']
]

// Variants that no page has. A test makes sure that every class of the pages is in the styles.
const unused = new RegExp('govuk-(' + [
  'back-link--inverse', 'link--(inverse|muted|text-colour|no-underline)', 'list--spaced', 'section-break--(l|xl)',
  'button--inverse', 'caption-xl', 'heading-xl', 'summary-card', 'summary-list--no-border', 'summary-list__row--no-border',
  '(radios|checkboxes)--small', '(radios|checkboxes)__conditional', 'radios--inline', 'input__(prefix|suffix|wrapper)',
  'input--extra-letter-spacing', 'input--width-(4|10|30)?0', 'table--small-text-until-tablet', 'table__(header|cell)--narrow',
  'tag--(purple|red|orange|teal|magenta|turquoise|pink)', 'exit-this-page(__indicator|-overlay|-hide)',
  'fieldset__legend--(xl|s)', 'label--(xl|s)', 'table__caption--(xl|l|s)', 'visually-hidden-focusable'
].join('|') + ')')
const prune = (css) => css
  .replace(/([^{};@]+)\{([^{}]*)\}/g, (rule, selectors, body) => {
    const kept = selectors.split(/,(?![^(]*\))/).filter((selector) => !unused.test(selector))
    return kept.length > 0 ? `${kept.join(',')}{${body}}` : ''
  })
  .replace(/@(media|supports)[^{}]*\{\}/g, '')

const replaceAll = (text, pairs) => pairs.reduce((done, [from, to]) => done.replace(from, to), text)

const style = async () => {
  const { css } = sass.compile(join(here, 'style.scss'), {
    loadPaths: [join(here, '../../node_modules')],
    quietDeps: true
  })
  const { code } = await esbuild.transform(replaceAll(css, sides), { loader: 'css', minify: true, target: ['chrome87', 'firefox78', 'safari14'] })
  return prune(replaceAll(code, spare))
}

const script = async (name) => {
  const source = await readFile(join(here, name), 'utf8')
  const { code } = await esbuild.transform(source, { minify: true, format: 'esm', target: 'es2020' })
  return code
}

const compressed = (content) => [
  ['', content],
  ['.br', brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } })],
  ['.gz', gzipSync(content, { level: 9 })]
]

const made = {
  'style.css': Buffer.from(await style()),
  'script.js': Buffer.from(await script('script.js')),
  'review.js': Buffer.from(await script('review.js')),
  'icon.svg': await readFile(join(here, 'icon.svg'))
}

await mkdir(built, { recursive: true })
const manifest = {}
const kept = new Set(['.keep', 'manifest.json'])
for (const [name, content] of Object.entries(made)) {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12)
  const hashed = name.replace(/(\.\w+)$/, `.${hash}$1`)
  manifest[name] = hashed
  const sizes = []
  for (const [ending, bytes] of compressed(content)) {
    await writeFile(join(built, hashed + ending), bytes)
    kept.add(hashed + ending)
    sizes.push(`${extname(ending || name)} ${bytes.length}`)
  }
  console.log(`${hashed}: ${sizes.join(', ')} bytes`)
}
await writeFile(join(built, 'manifest.json'), JSON.stringify(manifest, null, 2) + '\n')

// What an earlier build left goes last, so that there is a whole build at every moment.
for (const name of await readdir(built)) {
  if (!kept.has(name)) await rm(join(built, name), { force: true })
}
