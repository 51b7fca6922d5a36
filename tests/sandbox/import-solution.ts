/** A person downloads the solution on the wizard's page and imports it in Dynamics. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

/** @param page the wizard @param origin of the environment */
export const importSolution = async (page: Page, origin: string): Promise<void> => {
  const link = page.getByRole('link', { name: 'Download the solution' });
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const dynamics = await page.context().newPage();
  await dynamics.goto(`${origin}/tools/Solution/home_solution.aspx`);
  await dynamics.setInputFiles('input[type=file]', {
    name: download.suggestedFilename(),
    mimeType: 'application/zip',
    buffer: readFileSync(await download.path()),
  });
  await dynamics.getByRole('button', { name: 'Import' }).click();
  await dynamics.getByText('completed successfully').waitFor();
  await dynamics.close();
};
