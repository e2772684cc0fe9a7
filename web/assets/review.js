// What a reviewer's page does better with a script: keys that lead to its parts. None of them decides anything.
const panel = document.querySelector('[data-keys]')
const on = document.getElementById('keys-on')
panel.hidden = false
on.checked = localStorage.getItem('keys') !== 'off'
on.addEventListener('change', () => localStorage.setItem('keys', on.checked ? 'on' : 'off'))

// The words that are selected, if they are of the text.
const selected = () => {
  const selection = getSelection()
  const node = selection.anchorNode
  const within = node && (node.nodeType === 1 ? node : node.parentElement).closest('[data-words]')
  return within ? selection.toString().trim() : ''
}
const go = (element) => { if (element) { element.scrollIntoView({ block: 'center' }); element.focus() } }
const fill = (field) => {
  const words = selected()
  if (field && words) field.value = words
  go(field)
}
const quotes = () => [...document.querySelectorAll('textarea[name^="quote"]')]
const keys = {
  m: () => fill(document.getElementById('mask')),
  q: () => fill(quotes().find((area) => !area.value) || quotes()[0]),
  o: () => go(document.getElementById('reason')),
  c: () => go(document.querySelector('button[value="clear"]')),
  h: () => go(document.getElementById('hold')),
  b: () => go(document.querySelector('.govuk-back-link'))
}
addEventListener('keydown', (event) => {
  const typing = event.target.closest('input:not([type="checkbox"]), textarea, select')
  if (!on.checked || typing || event.ctrlKey || event.altKey || event.metaKey || !keys[event.key]) return
  event.preventDefault()
  keys[event.key]()
})

// After half an hour of reading a break is suggested, once.
const began = Number(sessionStorage.getItem('began')) || Date.now()
sessionStorage.setItem('began', began)
setTimeout(() => {
  const note = document.createElement('p')
  note.className = 'govuk-body'
  note.setAttribute('role', 'status')
  panel.prepend(note)
  note.textContent = panel.dataset.pause
  sessionStorage.removeItem('began')
}, Math.max(1000, began + 30 * 60 * 1000 - Date.now()))
