/** The demo shop's goods as drawings of 100 × 100, made for this product. Variants are the same thing in other colours. */

const SHAPES = {
  cup: {
    ground: ['#E9EEDF', '#C9D3BC'],
    body: `
      <ellipse cx="52" cy="81" rx="38" ry="6" fill="#000" opacity=".14"/><g transform="translate(16 2)">
      <path d="M18 38c0 22 6 34 18 35h4c12-1 18-13 18-35z" fill="url(#c)"/>
      <ellipse cx="38" cy="38" rx="20" ry="6" fill="#DCE9CF"/>
      <ellipse cx="38" cy="39.500" rx="17" ry="4.500" fill="#8FA980"/>
      <path d="M22 46c1 12 4 19 8 22" stroke="#fff" stroke-opacity=".6" stroke-width="2" fill="none" stroke-linecap="round"/>
      <rect x="31" y="72" width="14" height="4" rx="1.500" fill="#6E8A63"/></g><g transform="translate(-7 12)">
      <path d="M18 40c0 20 5 30 15 31h4c10-1 15-11 15-31z" fill="url(#d)"/>
      <ellipse cx="35" cy="40" rx="17" ry="5" fill="#CFE0C2"/>
      <ellipse cx="35" cy="41" rx="14" ry="3.600" fill="#7E9B72"/>
      <path d="M22 48c1 9 3 14 6 17" stroke="#fff" stroke-opacity=".55" stroke-width="2" fill="none" stroke-linecap="round"/>
      </g><defs><linearGradient id="c"><stop offset="0" stop-color="#C3D7B4"/>
      <stop offset=".5" stop-color="#A8C398"/><stop offset="1" stop-color="#7C9A70"/></linearGradient>
      <linearGradient id="d"><stop offset="0" stop-color="#B4CCA6"/><stop offset=".5" stop-color="#98B78A"/>
      <stop offset="1" stop-color="#6B8A60"/></linearGradient></defs>`,
  },
  gaiwan: {
    ground: ['#EEF0EE', '#CDD6D6'],
    body: `
      <ellipse cx="50" cy="84" rx="36" ry="6" fill="#000" opacity=".14"/>
      <ellipse cx="50" cy="79" rx="33" ry="6.500" fill="#F7F9F8"/>
      <ellipse cx="50" cy="77.500" rx="33" ry="6" fill="#DFE6E5"/>
      <path d="M23 46c1 19 9 29 20 31h14c11-2 19-12 20-31z" fill="url(#c)"/>
      <ellipse cx="50" cy="46" rx="27" ry="6" fill="#F9FBFA"/>
      <path d="M27 44c3-11 13-16 23-16s20 5 23 16c-8 4-38 4-46 0z" fill="url(#d)"/>
      <path d="M43 28c0-4 3-6 7-6s7 2 7 6z" fill="#EDF1F0"/>
      <path d="M38 60c4-6 9-3 12 0s9 5 13-1" stroke="#4B6FA3" stroke-width="2" fill="none" stroke-linecap="round"/>
      <path d="M50 60c0-4 2-7 5-8M41 57c-2-2-2-4-1-6" stroke="#4B6FA3" stroke-width="1.600" fill="none" stroke-linecap="round"/>
      <defs><linearGradient id="c"><stop offset="0" stop-color="#fff"/><stop offset=".55" stop-color="#EEF2F1"/>
      <stop offset="1" stop-color="#BCC9C9"/></linearGradient><linearGradient id="d">
      <stop offset="0" stop-color="#fff"/><stop offset=".6" stop-color="#F1F4F3"/>
      <stop offset="1" stop-color="#C4D0D0"/></linearGradient></defs>`,
  },
  pot: {
    ground: ['#F0E4D4', '#D8BFA2'],
    body: `
      <ellipse cx="50" cy="82" rx="36" ry="6" fill="#000" opacity=".16"/>
      <path d="M70 44c14-4 17 18 1 23" stroke="#7A4B33" stroke-width="6" fill="none"/>
      <path d="M29 55c-8-1-10-9-17-16" stroke="#8B583C" stroke-width="7" fill="none" stroke-linecap="round"/>
      <path d="M26 53c0-13 10-19 24-19s24 6 24 19c0 17-9 28-24 28s-24-11-24-28z" fill="url(#c)"/>
      <ellipse cx="50" cy="36.500" rx="17" ry="4.500" fill="#9A6547"/>
      <path d="M36 35c3-6 8-8 14-8s11 2 14 8z" fill="#A87252"/><circle cx="50" cy="25" r="4" fill="#8B583C"/>
      <path d="M33 48c-2 8 0 17 5 22" stroke="#fff" stroke-opacity=".35" stroke-width="3" fill="none" stroke-linecap="round"/>
      <defs><radialGradient id="c" cx=".35" cy=".3" r=".9"><stop offset="0" stop-color="#C08A68"/>
      <stop offset=".5" stop-color="#9A6547"/><stop offset="1" stop-color="#63402C"/></radialGradient></defs>`,
  },
  mat: {
    ground: ['#F1ECD9', '#DCCFA6'],
    body: `
      <g transform="rotate(-14 50 52)">
      <rect x="10" y="35" width="82" height="36" rx="3" fill="#000" opacity=".14" transform="translate(2 5)"/>
      <rect x="9" y="32" width="82" height="37" rx="3" fill="url(#c)"/>
      <path d="M10 35h80" stroke="#8A6D2E" stroke-opacity=".35" stroke-width=".9"/>
      <path d="M10 37.9h80" stroke="#8A6D2E" stroke-opacity=".35" stroke-width=".9"/>
      <path d="M10 40.8h80" stroke="#8A6D2E" stroke-opacity=".35" stroke-width=".9"/>
      <path d="M10 43.7h80" stroke="#8A6D2E" stroke-opacity=".35" stroke-width=".9"/>
      <path d="M10 46.6h80" stroke="#8A6D2E" stroke-opacity=".35" stroke-width=".9"/>
      <path d="M10 49.5h80" stroke="#8A6D2E" stroke-opacity=".35" stroke-width=".9"/>
      <path d="M10 52.4h80" stroke="#8A6D2E" stroke-opacity=".35" stroke-width=".9"/>
      <path d="M10 55.3h80" stroke="#8A6D2E" stroke-opacity=".35" stroke-width=".9"/>
      <path d="M10 58.2h80" stroke="#8A6D2E" stroke-opacity=".35" stroke-width=".9"/>
      <path d="M10 61.099999999999994h80" stroke="#8A6D2E" stroke-opacity=".35" stroke-width=".9"/>
      <path d="M10 64h80" stroke="#8A6D2E" stroke-opacity=".35" stroke-width=".9"/>
      <path d="M10 66.9h80" stroke="#8A6D2E" stroke-opacity=".35" stroke-width=".9"/>
      <path d="M22 32v37M78 32v37" stroke="#5E4A1E" stroke-width="1.600"/>
      <rect x="9" y="32" width="7" height="37" fill="#3F4B3A"/>
      <rect x="84" y="32" width="7" height="37" fill="#3F4B3A"/></g><defs><linearGradient id="c">
      <stop offset="0" stop-color="#E5CF92"/><stop offset="1" stop-color="#C5A55C"/></linearGradient></defs>`,
  },
  cake: {
    ground: ['#EDE7DD', '#CFC3B0'],
    body: `
      <ellipse cx="51" cy="82" rx="36" ry="6" fill="#000" opacity=".14"/>
      <circle cx="50" cy="48" r="33" fill="url(#c)"/>
      <path d="M54.0 48.0q4 -2 6 3" stroke="#6F6A4B" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M46.4 51.3q4 -2 6 3" stroke="#A7A07C" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M50.5 42.4q4 -2 6 3" stroke="#57533B" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M53.9 53.1q4 -2 6 3" stroke="#C7C1A2" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M42.8 46.8q4 -2 6 3" stroke="#6F6A4B" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M56.8 43.6q4 -2 6 3" stroke="#A7A07C" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M47.7 56.6q4 -2 6 3" stroke="#57533B" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M45.5 39.4q4 -2 6 3" stroke="#C7C1A2" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M59.9 51.5q4 -2 6 3" stroke="#6F6A4B" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M39.5 52.4q4 -2 6 3" stroke="#A7A07C" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M55.1 36.9q4 -2 6 3" stroke="#57533B" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M54.0 60.4q4 -2 6 3" stroke="#C7C1A2" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M37.9 41.2q4 -2 6 3" stroke="#6F6A4B" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M64.3 44.7q4 -2 6 3" stroke="#A7A07C" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M41.3 60.8q4 -2 6 3" stroke="#57533B" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M47.7 31.9q4 -2 6 3" stroke="#C7C1A2" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M63.3 58.8q4 -2 6 3" stroke="#6F6A4B" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M32.1 49.0q4 -2 6 3" stroke="#A7A07C" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M63.1 34.5q4 -2 6 3" stroke="#57533B" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M49.5 67.6q4 -2 6 3" stroke="#C7C1A2" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M36.6 32.6q4 -2 6 3" stroke="#6F6A4B" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M71.1 50.4q4 -2 6 3" stroke="#A7A07C" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M32.2 61.0q4 -2 6 3" stroke="#57533B" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M54.5 25.6q4 -2 6 3" stroke="#C7C1A2" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M62.2 68.3q4 -2 6 3" stroke="#6F6A4B" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M26.5 41.1q4 -2 6 3" stroke="#A7A07C" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M72.7 36.8q4 -2 6 3" stroke="#57533B" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M40.5 72.4q4 -2 6 3" stroke="#C7C1A2" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M40.2 22.9q4 -2 6 3" stroke="#6F6A4B" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M74.9 60.2q4 -2 6 3" stroke="#A7A07C" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M22.6 56.1q4 -2 6 3" stroke="#57533B" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M65.2 22.8q4 -2 6 3" stroke="#C7C1A2" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M56.0 77.6q4 -2 6 3" stroke="#6F6A4B" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M24.9 29.8q4 -2 6 3" stroke="#A7A07C" stroke-width="2.200" fill="none" stroke-linecap="round"/>
      <path d="M17 48a33 33 0 0 1 66 0c-20 9-46 9-66 0z" fill="#F4EEDF" opacity=".93"/>
      <rect x="40" y="24" width="20" height="22" fill="#3F4B3A"/>
      <path d="M44 29h12M44 33h12M44 37h8" stroke="#E9E2CC" stroke-width="1.600"/><defs>
      <radialGradient id="c" cx=".4" cy=".35" r=".8"><stop offset="0" stop-color="#9A9470"/>
      <stop offset="1" stop-color="#4E4A33"/></radialGradient></defs>`,
  },
  linen: {
    ground: ['#EEE8E4', '#D5C7BE'],
    body: `
      <ellipse cx="50" cy="84" rx="34" ry="5" fill="#000" opacity=".12"/>
      <rect x="19" y="68" width="62" height="15" rx="7" fill="#B9A99C"/>
      <path d="M24 75.5h48" stroke="#000" stroke-opacity=".1" stroke-width="1"/>
      <rect x="20" y="54" width="60" height="15" rx="7" fill="#D7CBC0"/>
      <path d="M25 61.5h48" stroke="#000" stroke-opacity=".1" stroke-width="1"/>
      <rect x="21" y="40" width="58" height="15" rx="7" fill="#8F9A8C"/>
      <path d="M26 47.5h48" stroke="#000" stroke-opacity=".1" stroke-width="1"/>
      <rect x="22" y="26" width="56" height="15" rx="7" fill="#EFE8E0"/>
      <path d="M27 33.5h48" stroke="#000" stroke-opacity=".1" stroke-width="1"/>`,
  },
  vase: {
    ground: ['#E7E9EF', '#C3CAD8'],
    body: `
      <ellipse cx="50" cy="86" rx="24" ry="5" fill="#000" opacity=".14"/>
      <path d="M43 22h14l-2 12c14 6 20 16 20 28 0 13-9 23-25 23s-25-10-25-23c0-12 6-22 20-28z" fill="url(#c)"/>
      <path d="M30 56c4 6 8 0 12 0s7 6 11 2 8-2 14 2" stroke="#3E5FA0" stroke-width="2.500" fill="none" stroke-linecap="round"/>
      <path d="M50 22C50 12 58 8 60 4M50 22C49 14 42 12 40 8" stroke="#6E7F58" stroke-width="1.800" fill="none"/>
      <circle cx="61" cy="5" r="3.500" fill="#D98D7C"/><circle cx="39" cy="8" r="3" fill="#D98D7C"/><defs>
      <linearGradient id="c"><stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="#AEB9CC"/>
      </linearGradient></defs>`,
  },
  fruit: {
    ground: ['#F8EBD3', '#EFCB96'],
    body: `
      <ellipse cx="50" cy="82" rx="36" ry="6" fill="#000" opacity=".13"/>
      <circle cx="34" cy="60" r="17" fill="url(#c)"/><path d="M34 45q3-4 7-4q-2 4-7 4z" fill="#5F8A3A"/>
      <circle cx="66" cy="60" r="17" fill="url(#c)"/><path d="M66 45q3-4 7-4q-2 4-7 4z" fill="#5F8A3A"/>
      <circle cx="50" cy="46" r="18" fill="url(#c)"/><path d="M50 30q3-4 7-4q-2 4-7 4z" fill="#5F8A3A"/>
      <circle cx="50" cy="66" r="15" fill="url(#c)"/><path d="M50 53q3-4 7-4q-2 4-7 4z" fill="#5F8A3A"/><defs>
      <radialGradient id="c" cx=".35" cy=".3" r=".85"><stop offset="0" stop-color="#FFD27A"/>
      <stop offset=".6" stop-color="#F2A034"/><stop offset="1" stop-color="#C96F16"/></radialGradient></defs>`,
  },
}

const CELADON_TO_MOON = {
  '#C3D7B4': '#F4F5F2',
  '#A8C398': '#E4E8E6',
  '#7C9A70': '#B9C4C6',
  '#B4CCA6': '#EDF0EE',
  '#98B78A': '#D9DFDE',
  '#6B8A60': '#A9B6B9',
  '#DCE9CF': '#FBFCFA',
  '#8FA980': '#CDD6D6',
  '#CFE0C2': '#F6F8F6',
  '#7E9B72': '#C2CCCD',
  '#6E8A63': '#B3BFC1',
}
const CLAY_TO_BLACK = {
  '#C08A68': '#6E6A66',
  '#9A6547': '#47443F',
  '#63402C': '#262421',
  '#A87252': '#57534E',
  '#8B583C': '#3B3834',
  '#7A4B33': '#33302C',
}
const RAW_TO_RIPE = {
  '#9A9470': '#7A5A45',
  '#4E4A33': '#2F1F17',
  '#6F6A4B': '#5B3C2C',
  '#A7A07C': '#8B6650',
  '#57533B': '#43291D',
  '#C7C1A2': '#A9846A',
  '#3F4B3A': '#7A2E22',
}
const LINEN_TO_INDIGO = {
  '#B9A99C': '#8FA0B5',
  '#D7CBC0': '#C5D0DC',
  '#8F9A8C': '#3F5673',
  '#EFE8E0': '#E6ECF2',
}

/** File name (without its ending) → drawing. */
const PICTURES = {
  gaiwan: { shape: 'gaiwan' },
  pot: { shape: 'pot' },
  cup: { shape: 'cup' },
  mat: { shape: 'mat' },
  cake: { shape: 'cake' },
  linen: { shape: 'linen' },
  vase: { shape: 'vase' },
  fruit: { shape: 'fruit' },
  'cup-moon': { shape: 'cup', colours: CELADON_TO_MOON, ground: ['#EDEBE6', '#D3CFC6'] },
  'pot-black': { shape: 'pot', colours: CLAY_TO_BLACK, ground: ['#E9E6E1', '#CFC8BE'] },
  'cake-ripe': { shape: 'cake', colours: RAW_TO_RIPE, ground: ['#F0E5DC', '#D9C3B2'] },
  'linen-indigo': { shape: 'linen', colours: LINEN_TO_INDIGO, ground: ['#E8ECF0', '#C9D2DC'] },
}

export const pictureNames = Object.keys(PICTURES)

/** The drawing as SVG; throws for a name that is not there. */
export function drawGoods(name) {
  const { shape, colours = {}, ground = SHAPES[shape].ground } = PICTURES[name]
  const body = Object.entries(colours).reduce(
    (drawing, [from, to]) => drawing.replaceAll(from, to),
    SHAPES[shape].body,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="100%" height="100%"><defs><radialGradient id="ground" cx=".35" cy=".25" r="1"><stop offset="0" stop-color="${ground[0]}"/><stop offset="1" stop-color="${ground[1]}"/></radialGradient></defs><rect width="100" height="100" fill="url(#ground)"/>${body}</svg>`
}
