// Shows what is shown once (sign-in or setup information) and stands behind the # of the address, and forgets it again. It shares its names
// with pages.js: a module would be fetched with an Origin, which the server refuses.

/** Twelve or twenty characters of Crockford's base32, in groups of four, as Partner Desk shows them. */
const CODE = /^[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}(?:(?:-[0-9A-HJKMNP-TV-Z]{4}){2})?$/;
/** No more than the shape of an address, but no sentence fits: this page says nobody else's words. */
const ADDRESS = /^[^\s@\p{C}]+@[^\s@\p{C}]+$/u;
const LONGEST_ADDRESS = 254;
const LIFE = 10 * 60_000;

const address = document.getElementById('address');
const code = document.getElementById('code');
const states = ['ready', 'nothing', 'gone'].map(id => document.getElementById(id));
let timer;
let goneAt = Number.POSITIVE_INFINITY;

show();
// A second card's link, opened in the same tab, changes no more than what is behind the #.
addEventListener('hashchange', show);
// Whoever comes back with the browser's arrows finds nothing.
addEventListener('pagehide', forget);
// While a computer sleeps, its timers stand still.
document.addEventListener('visibilitychange', () => {
  if (Date.now() >= goneAt) forget();
});

function show() {
  const given = new URLSearchParams(location.hash.slice(1));
  // First of all, so that the code is in the address bar and in this tab's history for no longer than it must.
  history.replaceState(null, '', location.pathname + location.search);
  const [addressText, codeText] = [given.get('address') ?? '', given.get('code') ?? ''];
  const whole = CODE.test(codeText) && ADDRESS.test(addressText) && addressText.length <= LONGEST_ADDRESS;
  clearTimeout(timer);
  goneAt = Number.POSITIVE_INFINITY;
  if (!whole) {
    fill('', '');
    turnTo('nothing');
    return;
  }
  // A browser's history keeps the address of this page: past its time it opens nothing.
  goneAt = Math.min(Date.now() + LIFE, Number(given.get('until') ?? Number.POSITIVE_INFINITY));
  if (!(Date.now() < goneAt)) {
    forget();
    return;
  }
  timer = setTimeout(forget, goneAt - Date.now());
  fill(addressText, codeText);
  turnTo('ready');
  // Browsers copy only at a click: the button is ready under Enter.
  document.getElementById('copy').focus();
}

function forget() {
  if (goneAt === Number.POSITIVE_INFINITY) return;
  goneAt = Number.POSITIVE_INFINITY;
  clearTimeout(timer);
  fill('', '');
  turnTo('gone');
  const line = document.getElementById('status');
  line.className = '';
  line.textContent = document.querySelector('#gone .lead').textContent;
}

function fill(addressText, codeText) {
  address.textContent = addressText;
  code.textContent = codeText;
}

function turnTo(id) {
  for (const state of states) state.hidden = state.id !== id;
}
