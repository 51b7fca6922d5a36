/** The command bar above a form or grid; each command is enabled by its own rule, which may take its time to answer. */
import { element, fill, icon } from './element.ts';

export interface Command {
  readonly id: string;
  readonly label: string;
  /** Path data, or the address of an icon of the solution. */
  readonly icon: string;
  readonly enabled?: () => boolean | Promise<boolean>;
  readonly run: () => void | Promise<void>;
}

const picture = (of: string): Node => (of.startsWith('/') ? element('img', { class: 'icon', src: of, alt: '' }) : icon(of));

/** Draws the commands and asks every rule. */
export const showCommands = (commands: readonly Command[]): void => {
  const bar = document.getElementById('command-bar');
  if (!bar) return;
  fill(
    bar,
    ...commands.map((command) => {
      const button = element(
        'button',
        { type: 'button', class: 'command', id: `command-${command.id}`, click: () => void command.run() },
        picture(command.icon),
        element('span', {}, command.label),
      );
      if (command.enabled) {
        button.disabled = true;
        void Promise.resolve(command.enabled()).then((enabled) => (button.disabled = !enabled));
      }
      return button;
    }),
  );
};
