/** Xero names zones as Windows does, without blanks; the relay calculates with IANA names (CLDR windowsZones, territory 001). */
const zones: Readonly<Record<string, string>> = {
  AUSEASTERNSTANDARDTIME: 'Australia/Sydney',
  EAUSTRALIASTANDARDTIME: 'Australia/Brisbane',
  AUSCENTRALSTANDARDTIME: 'Australia/Darwin',
  CENAUSTRALIASTANDARDTIME: 'Australia/Adelaide',
  WAUSTRALIASTANDARDTIME: 'Australia/Perth',
  TASMANIASTANDARDTIME: 'Australia/Hobart',
  NEWZEALANDSTANDARDTIME: 'Pacific/Auckland',
  GMTSTANDARDTIME: 'Europe/London',
  GREENWICHSTANDARDTIME: 'Atlantic/Reykjavik',
  WEUROPESTANDARDTIME: 'Europe/Berlin',
  ROMANCESTANDARDTIME: 'Europe/Paris',
  CENTRALEUROPESTANDARDTIME: 'Europe/Budapest',
  EASTERNSTANDARDTIME: 'America/New_York',
  CENTRALSTANDARDTIME: 'America/Chicago',
  MOUNTAINSTANDARDTIME: 'America/Denver',
  PACIFICSTANDARDTIME: 'America/Los_Angeles',
  SINGAPORESTANDARDTIME: 'Asia/Singapore',
  CHINASTANDARDTIME: 'Asia/Shanghai',
  TOKYOSTANDARDTIME: 'Asia/Tokyo',
  INDIASTANDARDTIME: 'Asia/Kolkata',
  SOUTHAFRICASTANDARDTIME: 'Africa/Johannesburg',
  TONGASTANDARDTIME: 'Pacific/Tongatapu',
  SAMOASTANDARDTIME: 'Pacific/Apia',
  UTC: 'UTC',
};

/** IANA names of Xero's zones; not all of them are among those that the runtime lists by their older names. */
export const zonesOfXero: readonly string[] = [...new Set(Object.values(zones))];

/** IANA name of Xero's zone; null when it is not known, and an administrator has to choose. */
export const timeZoneOf = (xeroTimezone: string): string | null => zones[xeroTimezone.toUpperCase()] ?? null;
