// What the pages do better with a script; without it, every page works all the same.

// A region that screen readers announce when it changes.
const say = (() => {
  const region = document.createElement('div')
  region.className = 'govuk-visually-hidden'
  region.setAttribute('role', 'status')
  document.body.append(region)
  return (text) => { region.textContent = text }
})()

// Exit this page: hides everything at once, then leaves by the form, so that the session ends on the server too.
const leave = document.getElementById('leave')
if (leave) {
  const { away, two, last, done, late } = leave.dataset
  const hide = () => {
    document.title = '…'
    document.documentElement.classList.add('leaving')
    say(done)
    // A slow connection must not keep anybody here.
    if (away) setTimeout(() => location.replace(away), 1500)
  }
  leave.addEventListener('submit', hide)

  let presses = 0
  let timer
  let joined = false // Shift was held for another key, so letting it go means nothing
  addEventListener('keyup', (event) => {
    if (event.key !== 'Shift' || joined) {
      joined = event.shiftKey
      presses = 0
      return
    }
    clearTimeout(timer)
    presses++
    if (presses === 3) return leave.requestSubmit ? leave.requestSubmit() : (hide(), leave.submit())
    say(presses === 1 ? two : last)
    timer = setTimeout(() => { presses = 0; say(late) }, 5000)
  })
}

// A page that a browser kept while one was elsewhere is asked for again: it may have ended.
addEventListener('pageshow', (event) => { if (event.persisted) location.reload() })

// Errors are read first.
document.querySelector('[data-focus]')?.focus()

// The count of characters left: seen at once, announced when the typing pauses.
for (const area of document.querySelectorAll('textarea[data-limit]')) {
  const { limit, left, over } = area.dataset
  const shown = document.getElementById(area.id + '-count')
  let timer
  const count = () => {
    const rest = limit - [...area.value].length
    const text = (rest < 0 ? over : left).replace('{0}', Math.abs(rest).toLocaleString(document.documentElement.lang))
    shown.textContent = text
    shown.classList.toggle('govuk-error-message', rest < 0)
    clearTimeout(timer)
    timer = setTimeout(() => say(text), 1000)
  }
  area.addEventListener('input', count)
}

// A file that is too large is told of before it is sent.
for (const input of document.querySelectorAll('input[data-most]')) {
  input.addEventListener('change', () => {
    const large = [...input.files].some((file) => file.size > input.dataset.most)
    input.setCustomValidity(large ? input.dataset.large : '')
    input.reportValidity()
  })
}

// A second press on a button that is already sending does nothing.
addEventListener('submit', (event) => {
  const form = event.target
  if (form.dataset.sent) return event.preventDefault()
  form.dataset.sent = 1
  setTimeout(() => delete form.dataset.sent, 5000)
})
