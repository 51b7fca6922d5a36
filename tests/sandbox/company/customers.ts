/** Sixty customers: companies and people, with the names that real ledgers have. */
import { idOf } from '@stl3/solution';
import type { Draw } from './draw.ts';

export interface CompanyCustomer {
  readonly id: string;
  readonly kind: 'account' | 'contact';
  readonly name: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly accountNumber: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly city: string;
  readonly state: string;
  readonly postcode: string;
  readonly street: string;
  readonly paymentTerms: number | null;
}

const companies = [
  'Harbour & Sons Boatyard',
  'Bluewater Charters Pty Ltd',
  'Kirra Surf School',
  'Port Douglas Marina',
  'The Reef Café',
  'Whitsunday Sail Training',
  'Coogee Dive Centre',
  "O'Malley Marine Engineering",
  'Søndergaard Yachts',
  'Müller Bootsbau (Australia)',
  'Island Hopper Tours',
  'Moreton Bay Fisheries',
  'Fremantle Chandlery',
  'Twelve Knots Rigging',
  'Noosa River Cruises',
  'Byron Bay Kayaks',
  'Gladstone Harbour Pilots',
  'Lizard Island Research Station',
  'Tasman Ocean Freight',
  'Wollongong Sea Scouts',
  'Yamba Prawn Co-operative',
  'Seaspray Holiday Units',
  'Ningaloo Whale Watch',
  'Batemans Bay Oysters',
  'Hobart Wooden Boats',
  'Derwent Sailing Squadron',
  'Sunshine Coast Lifesavers',
  'Barrier Reef Helicopters',
  'Cairns Live-aboard Fleet',
  'Darwin Deckchair Cinema',
  'Broome Pearl Divers',
  'Kangaroo Island Ferries',
  'Lorne Pier Restaurant',
  'Phillip Island Penguins Trust',
  'Eden Killer Whale Museum',
  'Jervis Bay Wild',
  'Mission Beach Skydive',
  'Airlie Beach Backpackers',
  'Rottnest Bike Hire',
  'Geelong Regatta Committee',
  'Manly Sea Life',
  'Port Stephens Dolphin Cruises',
  'Ulladulla Fishermen’s Club',
  'Esperance Tug Services',
  'Bundaberg Rum & Reef',
] as const;
const persons = [
  ['Amelia', 'Nguyen'],
  ['Jack', 'Thompson'],
  ['Zoë', 'Papadopoulos'],
  ['Liam', "D'Angelo"],
  ['Björn', 'Lindqvist'],
  ['Priya', 'Raghunathan'],
  ['Thi', 'Tran'],
  ['Oliver', 'Brown'],
  ['Mia', 'Wilson'],
  ['Noah', 'van der Berg'],
  ['Isla', 'MacLeod'],
  ['Hamish', 'Campbell'],
  ['Chloé', 'Dubois'],
  ['William', 'Wilson'],
  ['Grace', 'Lee'],
] as const;
const towns = [
  ['Cairns', 'QLD', '4870'],
  ['Sydney', 'NSW', '2000'],
  ['Hobart', 'TAS', '7000'],
  ['Fremantle', 'WA', '6160'],
  ['Darwin', 'NT', '0800'],
  ['Byron Bay', 'NSW', '2481'],
  ['Geelong', 'VIC', '3220'],
  ['Port Lincoln', 'SA', '5606'],
] as const;

const common = (draw: Draw, index: number) => {
  const [city, state, postcode] = draw.pick(towns);
  return {
    phone: draw.chance(70) ? `+61 ${String(draw.whole(2, 8))} ${String(draw.whole(5000, 9999))} ${String(draw.whole(1000, 9999))}` : null,
    city,
    state,
    postcode,
    street: `${String(draw.whole(1, 240))} ${draw.pick(['Wharf Street', 'Esplanade', 'Marine Parade', 'Jetty Road', 'Harbour Drive'])}`,
    paymentTerms: draw.chance(60) ? draw.pick([1, 1, 3, 4]) : null,
    slug: `customer${String(index)}`,
  };
};

/** @returns 45 accounts and 15 contacts */
export const customers = (draw: Draw): CompanyCustomer[] => [
  ...companies.map((name, index): CompanyCustomer => {
    const { slug, ...rest } = common(draw, index);
    return {
      ...rest,
      id: idOf(`demo-account:${name}`),
      kind: 'account',
      name,
      firstName: null,
      lastName: null,
      accountNumber: draw.chance(80) ? `C${String(2001 + index)}` : null,
      email: draw.chance(85) ? `accounts@${slug}.example` : null,
    };
  }),
  ...persons.map(([firstName, lastName], index): CompanyCustomer => {
    const { slug, ...rest } = common(draw, index);
    return {
      ...rest,
      id: idOf(`demo-contact:${firstName} ${lastName}`),
      kind: 'contact',
      name: `${firstName} ${lastName}`,
      firstName,
      lastName,
      accountNumber: null,
      email: draw.chance(85) ? `${slug}.person@mail.example` : null,
    };
  }),
];
