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

const style = async () => {
  const { css } = sass.compile(join(here, 'style.scss'), {
    loadPaths: [join(here, '../../node_modules')],
    quietDeps: true
  })
  const { code } = await esbuild.transform(css, { loader: 'css', minify: true, target: ['chrome87', 'firefox78', 'safari14'] })
  return code
}

const script = async () => {
  const source = await readFile(join(here, 'script.js'), 'utf8')
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
  'script.js': Buffer.from(await script()),
  'icon.svg': await readFile(join(here, 'icon.svg'))
}

await mkdir(built, { recursive: true })
for (const name of await readdir(built)) {
  if (name !== '.keep') await rm(join(built, name))
}

const manifest = {}
for (const [name, content] of Object.entries(made)) {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12)
  const hashed = name.replace(/(\.\w+)$/, `.${hash}$1`)
  manifest[name] = hashed
  const sizes = []
  for (const [ending, bytes] of compressed(content)) {
    await writeFile(join(built, hashed + ending), bytes)
    sizes.push(`${extname(ending || name)} ${bytes.length}`)
  }
  console.log(`${hashed}: ${sizes.join(', ')} bytes`)
}
await writeFile(join(built, 'manifest.json'), JSON.stringify(manifest, null, 2) + '\n')
