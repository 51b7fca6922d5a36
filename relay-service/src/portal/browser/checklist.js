/** Looks at the checklist anew while the person mends things; a reload does the same. Set aside while the page is not seen. */
const EVERY_MS = 4000;
/** Where everything is green there is less to see, and each look asks both systems. */
const GREEN_EVERY_MS = 30_000;
const parts = document.querySelector('[data-checklist]');

/** Folds that the person opened stay open. */
const foldsOf = (element) => new Map([...element.querySelectorAll('details[data-keep]')].map((fold) => [fold.dataset.keep, fold.open]));

const show = (text) => {
  const next = document.createElement('div');
  next.innerHTML = text;
  // The form token is another one each time; only what is read counts.
  if (next.textContent === parts.textContent || parts.contains(document.activeElement)) return;
  const folds = foldsOf(parts);
  parts.replaceChildren(...next.childNodes);
  for (const fold of parts.querySelectorAll('details[data-keep]')) fold.open = folds.get(fold.dataset.keep) ?? fold.open;
};

const look = async () => {
  if (document.visibilityState === 'visible') {
    const answer = await fetch(parts.dataset.checklist, { headers: { accept: 'text/html' }, redirect: 'error' });
    if (!answer.ok) return;
    show(await answer.text());
    const complete = answer.headers.get('x-complete') === 'yes';
    // Everything is green now: the page itself has the dialog that ends the set-up.
    if (complete && parts.dataset.finished === '' && document.getElementById('all-set') === null) {
      location.reload();
      return;
    }
    if (complete) {
      setTimeout(lookQuietly, GREEN_EVERY_MS);
      return;
    }
  }
  setTimeout(lookQuietly, EVERY_MS);
};

const lookQuietly = () => {
  look().catch(() => setTimeout(lookQuietly, EVERY_MS));
};

if (parts !== null && document.getElementById('all-set') === null) setTimeout(lookQuietly, EVERY_MS);
