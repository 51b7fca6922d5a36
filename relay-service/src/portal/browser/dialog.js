/** Lifts a dialog that stands in the page above it, so that it keeps the focus. Escape is one more way of the cross. */
for (const dialog of document.querySelectorAll('dialog.dialog[open]')) {
  dialog.close();
  dialog.showModal();
  dialog.addEventListener('cancel', (event) => {
    const cross = dialog.querySelector('.dialog-cross');
    if (cross === null) return;
    event.preventDefault();
    cross.requestSubmit();
  });
}
