const hourThere = new Intl.DateTimeFormat('en-AU', { timeZone: 'Australia/Sydney', hour: '2-digit', hourCycle: 'h23' });

/** UTC of a Sydney midnight, as a person in Sydney enters a date. */
export const sydneyMidnight = (day: string): string => {
  const offset = ['+11:00', '+10:00'].find((each) => hourThere.format(new Date(`${day}T00:00:00${each}`)) === '00') ?? '+10:00';
  return new Date(`${day}T00:00:00${offset}`).toISOString();
};
