import { Badge, Link, Spinner, Subtitle2, Text, mergeClasses } from '@fluentui/react-components';
import * as React from 'react';
import type { Fact, Status, Tone } from './describe-status.ts';
import { useCardStyles } from './card-styles.ts';
import type { Texts } from './texts.ts';

type BadgeColour = 'informative' | 'brand' | 'success' | 'warning' | 'danger';

const badgeColours: Readonly<Record<Tone, BadgeColour>> = {
  neutral: 'informative',
  progress: 'brand',
  success: 'success',
  warning: 'warning',
  danger: 'danger',
};

const Facts = ({ facts }: { readonly facts: readonly Fact[] }): React.ReactElement => {
  const styles = useCardStyles();
  return (
    <dl className={styles.facts}>
      {facts.map(({ label, value, alarming }) => (
        <div key={label} className={styles.fact}>
          <dt className={styles.label}>{label}</dt>
          <dd className={mergeClasses(styles.value, alarming ? styles.alarming : undefined)}>{value}</dd>
        </div>
      ))}
    </dl>
  );
};

const External = ({ href, children }: { readonly href: string; readonly children: string }): React.ReactElement => (
  <Link href={href} target="_blank" rel="noopener noreferrer">
    {children}
  </Link>
);

const Message = ({ status, text }: { readonly status: Status; readonly text: Texts }): React.ReactElement | null => {
  const styles = useCardStyles();
  if (status.message === null) return null;
  const tone = status.messageTone === 'danger' ? styles.danger : status.messageTone === 'warning' ? styles.warning : undefined;
  return (
    <div className={mergeClasses(styles.message, tone)}>
      <Text>{status.message}</Text>
      {status.remedyLink === null ? null : <External href={status.remedyLink}>{text('show_remedy')}</External>}
    </div>
  );
};

/** Where the invoice stands on its way to Xero: badge, number, link, facts and what to do. */
export const StatusCard = ({ status, text }: { readonly status: Status; readonly text: Texts }): React.ReactElement => {
  const styles = useCardStyles();
  return (
    <section className={styles.card} aria-label={text('title')} aria-busy={status.busy}>
      <div className={styles.head}>
        <div className={styles.state} role="status" aria-live="polite">
          {status.busy ? <Spinner size="tiny" aria-hidden="true" /> : null}
          <Badge appearance="tint" size="large" color={badgeColours[status.tone]}>
            {status.badge}
          </Badge>
          {status.number === null ? null : <Subtitle2 className={styles.number}>{status.number}</Subtitle2>}
        </div>
        {status.link === null ? null : <External href={status.link}>{text('open_in_xero')}</External>}
      </div>
      {status.organisation === null ? null : <Text className={styles.organisation}>{status.organisation}</Text>}
      {status.facts.length === 0 ? null : <Facts facts={status.facts} />}
      <Message status={status} text={text} />
    </section>
  );
};
