/** Notices what an administrator has answered; a reload does the same. One who refused may be followed by one who approves. */
const EVERY_MS = 4000;
const approval = document.querySelector('[data-approval]');

const look = async () => {
  if (document.visibilityState === 'visible') {
    const answer = await fetch(approval.dataset.approval, { headers: { accept: 'text/html' }, redirect: 'error' });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const heard = page.querySelector('[data-approval]')?.dataset.answer;
    if (heard !== undefined && heard !== approval.dataset.answer) {
      location.reload();
      return;
    }
  }
  setTimeout(lookQuietly, EVERY_MS);
};

const lookQuietly = () => {
  look().catch(() => setTimeout(lookQuietly, EVERY_MS));
};

if (approval !== null && approval.dataset.answer !== 'granted') setTimeout(lookQuietly, EVERY_MS);
