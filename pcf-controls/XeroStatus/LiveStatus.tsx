import { FluentProvider } from '@fluentui/react-components';
import type { Theme } from '@fluentui/react-components';
import * as React from 'react';
import { useCardStyles } from './card-styles.ts';
import type { Formats, Status } from './describe-status.ts';
import { describeStatus } from './describe-status.ts';
import type { Snapshot, StatusFeed } from './status-feed.ts';
import { listenForReasonsToLook, startStatusFeed } from './status-feed.ts';
import { StatusCard } from './StatusCard.tsx';
import type { StatusRows, Subject } from './status-rows.ts';
import type { Texts } from './texts.ts';

export interface LiveStatusProps {
  readonly subject: Subject;
  readonly read: (subject: Subject) => Promise<StatusRows>;
  readonly isDenied: (thrown: unknown) => boolean;
  readonly text: Texts;
  readonly formats: () => Formats;
  readonly theme: Theme;
}

const nothing: Omit<Status, 'badge' | 'message'> = {
  tone: 'neutral',
  busy: false,
  number: null,
  link: null,
  organisation: null,
  messageTone: 'neutral',
  remedyLink: null,
  facts: [],
};

const statusOf = (snapshot: Snapshot, subject: Subject, text: Texts, formats: Formats): Status => {
  if (subject.id === '') return { ...nothing, badge: text('state_notSent'), message: text('unsaved') };
  if (snapshot.kind === 'rows') return describeStatus(snapshot.rows, text, formats);
  if (snapshot.kind === 'loading') return { ...nothing, badge: text('title'), message: text('loading'), busy: true };
  if (snapshot.denied) return { ...nothing, badge: text('title'), message: text('no_access'), messageTone: 'warning' };
  const known = snapshot.rows === null ? { ...nothing, badge: text('title') } : describeStatus(snapshot.rows, text, formats);
  return { ...known, message: text('unreachable'), messageTone: 'warning' };
};

/** What is mended on the form that is open already needs no way there. */
const withoutWayHere = (status: Status, { table, id }: Subject): Status =>
  status.remedyLink?.includes(`etn=${table}&id=${id}`) === true ? { ...status, remedyLink: null } : status;

/** The card, kept up to date. */
export const LiveStatus = ({ subject, read, isDenied, text, formats, theme }: LiveStatusProps): React.ReactElement => {
  const styles = useCardStyles();
  const [snapshot, setSnapshot] = React.useState<Snapshot>({ kind: 'loading' });
  // The host renders with new functions each time; the feed must not start anew for that.
  const latest = React.useRef({ read, isDenied });
  latest.current = { read, isDenied };
  const { table, id } = subject;
  React.useEffect(() => {
    if (id === '') return undefined;
    setSnapshot({ kind: 'loading' });
    const feed: StatusFeed = startStatusFeed(
      () => latest.current.read({ table, id }),
      (thrown) => latest.current.isDenied(thrown),
      setSnapshot,
    );
    const endListening = listenForReasonsToLook(id, feed.wake);
    return () => {
      endListening();
      feed.stop();
    };
  }, [table, id]);
  return (
    <FluentProvider theme={theme} className={styles.root}>
      <StatusCard status={withoutWayHere(statusOf(snapshot, subject, text, formats()), subject)} text={text} />
    </FluentProvider>
  );
};
