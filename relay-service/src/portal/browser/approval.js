/** Notices that an administrator has approved; a reload does the same. */
const EVERY_MS = 4000;
const approval = document.querySelector('[data-approval]');

const look = async () => {
  if (document.visibilityState === 'visible') {
    const answer = await fetch(approval.dataset.approval, { headers: { accept: 'text/html' }, redirect: 'error' });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (page.querySelector('[data-approval]')?.dataset.granted === 'yes') {
      location.reload();
      return;
    }
  }
  setTimeout(lookQuietly, EVERY_MS);
};

const lookQuietly = () => {
  look().catch(() => setTimeout(lookQuietly, EVERY_MS));
};

if (approval !== null && approval.dataset.granted === '') setTimeout(lookQuietly, EVERY_MS);
