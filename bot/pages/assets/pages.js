// The pages can be read without this. It makes the copy buttons work and tells times in the reader's time zone.

const statusLine = document.getElementById('status');
const READING_TIME = 3_000;

for (const button of document.querySelectorAll('button[data-copy]')) {
  button.hidden = false;
  button.addEventListener('click', () => copy(button, document.getElementById(button.dataset.copy)));
}

// Browsers copy only at a click, so whoever comes to copy finds the button ready under Enter.
if (location.hash === '#copy') document.getElementById('copy')?.focus();

for (const time of document.querySelectorAll('time')) {
  const day = time.dataset.shown === 'clock' ? {} : { dateStyle: 'long' };
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { ...day, timeStyle: 'short' });
  time.textContent = format.format(new Date(time.dateTime));
}

async function copy(button, source) {
  statusLine.textContent = '';
  const copied = (await copyByClipboard(source.textContent)) || copyBySelection(source.textContent, button);
  if (!copied) select(source);
  say(button, copied);
}

function select(source) {
  getSelection().selectAllChildren(source);
  source.scrollIntoView({ block: 'nearest' });
}

/** There is no clipboard on plain http, and a browser may refuse it. */
async function copyByClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function copyBySelection(text, button) {
  const area = document.createElement('textarea');
  area.value = text;
  area.readOnly = true;
  area.className = 'unseen';
  document.body.append(area);
  area.select();
  let copied = false;
  try {
    copied = document.execCommand('copy');
  } catch {
    // Then the text is left selected.
  }
  area.remove();
  button.focus({ preventScroll: true });
  return copied;
}

/** Tells eyes at the button and ears by the status line; a failure is told to both there and stays. */
function say(button, copied) {
  statusLine.className = copied ? '' : 'failed';
  button.classList.toggle('done', copied);
  // It was emptied at the click and is filled a moment later, so that the same words are read out each time.
  setTimeout(() => {
    statusLine.textContent = copied ? statusLine.dataset.copied : statusLine.dataset.failed;
  }, 50);
  clearTimeout(button.timer);
  if (copied) button.timer = setTimeout(() => button.classList.remove('done'), READING_TIME);
}
