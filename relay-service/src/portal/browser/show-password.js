/** Puts a "Show" button beside each password field: whoever sees what is typed needs no second field to repeat it. */
for (const input of document.querySelectorAll('input[type="password"]')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'show-password';
  button.textContent = 'Show';
  button.setAttribute('aria-label', 'Show the password');
  button.setAttribute('aria-pressed', 'false');
  button.addEventListener('click', () => {
    const shown = input.type === 'password';
    input.type = shown ? 'text' : 'password';
    button.textContent = shown ? 'Hide' : 'Show';
    button.setAttribute('aria-pressed', String(shown));
  });
  input.form?.addEventListener('submit', () => {
    input.type = 'password';
  });
  input.insertAdjacentElement('afterend', button);
}
