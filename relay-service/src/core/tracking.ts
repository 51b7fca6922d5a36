/** Tracking of a line: line > settings by category, two categories at most. */
import type { TrackingOption } from './connection.ts';
import type { DocumentLine } from './document.ts';
import type { InvoiceLine } from './invoice.ts';
import type { Mapping } from './mapping.ts';
import { refuse } from './mapping.ts';
import { foldedName } from './text.ts';

/** Option that is named as the owner or the business unit; the fixed option stands in where there is none. */
const optionByName = (mapping: Mapping): TrackingOption | undefined => {
  const { invoice, connection } = mapping;
  const name = connection.settings.trackingSource === 'owner' ? invoice.ownerName : invoice.ownerBusinessUnit;
  if (foldedName(name) === '') return undefined;
  return connection.trackingOptions?.find(({ option, active }) => active && foldedName(option) === foldedName(name));
};

const defaults = (mapping: Mapping): readonly (string | null | undefined)[] => {
  const { trackingSource, trackingOption1Id, trackingOption2Id } = mapping.connection.settings;
  const named = trackingSource === 'owner' || trackingSource === 'businessUnit' ? optionByName(mapping) : undefined;
  return [named?.id ?? trackingOption1Id, trackingOption2Id];
};

/** Tracking of a line of the invoice, or of one that the document adds (`line` null). */
export const trackingOf = (mapping: Mapping, line: InvoiceLine | null, number: number): DocumentLine['Tracking'] => {
  const find = (id: string | null | undefined): TrackingOption | undefined =>
    mapping.connection.trackingOptions?.find((candidate) => candidate.id === id);
  const fields = ['invoicedetail.stl3_trackingoption1id', 'invoicedetail.stl3_trackingoption2id'] as const;
  const own = [line?.trackingOption1Id, line?.trackingOption2Id];
  const ofLine = own.map(find);
  const standing = defaults(mapping);
  const rest = standing.map((id, place) => {
    const option = find(id);
    const isNamedBy = (other: TrackingOption | undefined): boolean => other !== undefined && other.category === option?.category;
    if (ofLine.some(isNamedBy)) return null;
    // A default whose place the line fills is only taken where it means a category that nothing else names.
    const isFree = own[place] == null || (option?.active === true && !isNamedBy(find(standing[1 - place])));
    return isFree ? id : null;
  });
  const named = [...own, ...(own.every((id) => id != null) ? [] : rest)].map((id, index) => ({ id, field: fields[index % 2] }));
  const options: TrackingOption[] = [];
  for (const { id, field } of named) {
    if (id == null) continue;
    const option = find(id);
    if (!option) refuse(mapping, 'TRACKING_UNKNOWN', { line: number, organisation: mapping.connection.organisation.name }, field);
    else if (!option.active) refuse(mapping, 'TRACKING_INACTIVE', { line: number, option: option.option }, field);
    else if (options.some(({ category }) => category === option.category))
      refuse(mapping, 'TRACKING_TWICE', { line: number, category: option.category }, field);
    else options.push(option);
  }
  return options.length === 0 ? undefined : options.map(({ category, option }) => ({ Name: category, Option: option }));
};
