/** Texts for people, in the one language that the zip lists; other languages arrive as translation files. */
import type { XmlElement } from './xml.ts';
import { element, parent } from './xml.ts';

/** English (United States): every environment can import it. */
export const LANGUAGE = 1033;

/** The platform's many shapes of one thing: a list element and its items. */
const shapes = {
  LocalizedNames: 'LocalizedName',
  LocalizedCollectionNames: 'LocalizedCollectionName',
  Descriptions: 'Description',
  displaynames: 'displayname',
  labels: 'label',
} as const;

/** A text as `list` holds it. */
export const labelled = (list: keyof typeof shapes, text: string): XmlElement =>
  parent(list, element(shapes[list], { description: text, languagecode: LANGUAGE }));

/** Titles as the ribbon and the site map hold them. */
export const titles = (text: string, kind: 'ribbon' | 'sitemap'): XmlElement =>
  parent('Titles', element('Title', kind === 'ribbon' ? { description: text, languagecode: LANGUAGE } : { LCID: LANGUAGE, Title: text }));
