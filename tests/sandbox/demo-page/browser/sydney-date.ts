/** Dates as the company's people see them: their user setting is Sydney, wherever the browser stands. */
const ZONE = 'Australia/Sydney';
const day = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit' });
const hour = new Intl.DateTimeFormat('en-AU', { timeZone: ZONE, hour: '2-digit', hourCycle: 'h23' });

/** Calendar date of an instant. */
export const sydneyDate = (instant: string): string => day.format(new Date(instant));

/** The instant of that day's midnight, as the platform stores a date that a person enters. */
export const sydneyMidnight = (date: string): string => {
  const offset = ['+11:00', '+10:00'].find((each) => hour.format(new Date(`${date}T00:00:00${each}`)) === '00') ?? '+10:00';
  return new Date(`${date}T00:00:00${offset}`).toISOString();
};
