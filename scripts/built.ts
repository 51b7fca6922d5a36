import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Folders of what `build.ts` builds. */
export const built = {
  webResources: join(root, 'webresources/dist'),
  control: join(root, 'pcf-controls/out/controls/XeroStatus'),
  relay: join(root, 'relay-service/dist'),
} as const;
