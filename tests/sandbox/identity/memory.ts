/** Where the authorization server keeps sessions, codes and tokens: in memory, gone with the process. */
import type { Adapter, AdapterPayload } from 'oidc-provider';

export type Storage = (kind: string) => Adapter;

/** Makes the storage of one server. */
export const memory = (): Storage => {
  const rows = new Map<string, AdapterPayload>();
  const find = (match: (payload: AdapterPayload) => boolean): AdapterPayload | undefined => [...rows.values()].find(match);
  return (kind) => ({
    upsert: (id, payload) => Promise.resolve(void rows.set(`${kind}:${id}`, payload)),
    find: (id) => Promise.resolve(rows.get(`${kind}:${id}`)),
    findByUid: (uid) => Promise.resolve(find((payload) => payload.uid === uid)),
    findByUserCode: (userCode) => Promise.resolve(find((payload) => payload.userCode === userCode)),
    consume: (id) => {
      const row = rows.get(`${kind}:${id}`);
      // Entra ID hands out a new refresh token each time and does not revoke the one that was used ("Refresh tokens", learn.microsoft.com).
      if (row && kind !== 'RefreshToken') row.consumed = Math.floor(Date.now() / 1000);
      return Promise.resolve();
    },
    destroy: (id) => Promise.resolve(void rows.delete(`${kind}:${id}`)),
    revokeByGrantId: (grantId) => {
      for (const [key, payload] of rows) if (payload.grantId === grantId) rows.delete(key);
      return Promise.resolve();
    },
  });
};
